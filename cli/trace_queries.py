"""SQL of `handoff trace`; values are bound, `$keys` is a list of record keys."""

# People by address, record id (15 or 18 characters), key or full name.
FIND = """
with named as (
    select lower(trim(?)) as who, trim(?) as id
),
matched as (
    select people.person_key
    from canonical.people cross join named
    where
        people.person_key = named.id
        or people.record_id = named.id
        or (length(named.id) = 15 and left(people.record_id, 15) = named.id)
        or lower(people.email) = named.who
        or people.email_normalised = named.who
        or people.full_name = named.who
    union
    select coalesce(people.person_key, '')
    from canonical.submissions cross join named
    left join canonical.people
        on submissions.email_normalised = people.email_normalised
    where
        submissions.submission_key = named.id
        or submissions.record_id = named.id
        or lower(submissions.email) = named.who
        or submissions.email_normalised = named.who
)
select distinct found.person_id
from matched
inner join audit.audit_duplicates__people as found using (person_key)
order by found.person_id
"""

# Form submissions of a person without a record in any system.
UNMATCHED = """
select submission_key, submitted_at, form_name
from canonical.submissions
where lower(email) = lower(trim(?)) or submission_key = trim(?) or record_id = trim(?)
order by submitted_at
"""

RECORDS = """
select
    people.person_key,
    people.system,
    people.object,
    people.email,
    concat_ws(' ', people.first_name, people.last_name) as name,
    people.company_name,
    coalesce(owners.full_name, people.owner_key) as owner,
    people.created_at,
    found.is_duplicate,
    found.evidence
from audit.audit_duplicates__people as found
inner join canonical.people using (person_key)
left join canonical.owners on people.owner_key = owners.owner_key
where found.person_id = ?
order by people.created_at nulls last, people.person_key
"""

HOPS = """
select
    hops.journey_id,
    journeys.captured_at,
    journeys.form_name,
    hops.hop,
    hops.handoff_id,
    hops.within_seconds,
    hops.clock,
    hops.delay,
    hops.from_at,
    hops.reached_at,
    hops.elapsed_seconds,
    hops.business_seconds,
    hops.waiting_seconds,
    hops.verdict,
    hops.evidence_grade
from audit.audit_lag__hops as hops
inner join audit.audit_lag__journeys as journeys using (journey_id)
where hops.person_id = ?
order by journeys.captured_at, hops.journey_id, hops.hop_order
"""

ROUTING = """
select
    leads.person_key,
    leads.class,
    leads.explanation,
    leads.inputs_text,
    leads.deciding_rule,
    leads.expected_pool,
    coalesce(owners.full_name, leads.first_owner_key) as first_owner,
    leads.first_assigned_at,
    leads.seconds_to_owner
from audit.audit_routing__leads as leads
left join canonical.owners on leads.first_owner_key = owners.owner_key
where list_contains(?, leads.person_key)
order by leads.person_key
"""

DIFFERENCES = """
select
    handoff_id, source_record_key, target_record_key, field, verdict,
    source_value, target_value, explanation
from audit.audit_fidelity__ledger
where
    verdict not in ('equal', 'equal_after_normalising', 'not_comparable')
    and (list_contains($keys, source_record_key) or list_contains($keys, target_record_key))
order by handoff_id, source_record_key, field
"""

EVENTS = """
with events as (
    select submitted_at as moment, system, 'form ' || coalesce(form_name, '') as what, 1 as step
    from canonical.submissions
    where list_contains($submissions, submission_key)
    union all
    select created_at, system, object || ' created', 2
    from canonical.people where list_contains($keys, person_key)
    union all
    select converted_at, system, object || ' converted', 8
    from canonical.people where list_contains($keys, person_key) and is_converted
    union all
    select
        changed_at, system,
        object || ' stage ' || coalesce(from_value, '(none)') || ' → ' || coalesce(to_value, ''), 4
    from canonical.stage_changes where list_contains($keys, entity_key)
    union all
    select
        assignments.assigned_at, assignments.system,
        'assigned to ' || coalesce(owners.full_name, assignments.owner_key, 'nobody'), 3
    from canonical.assignments
    left join canonical.owners on assignments.owner_key = owners.owner_key
    where list_contains($keys, assignments.person_key)
    union all
    select occurred_at, system, replace(kind, '_', ' ') || ' (' || actor_type || ')', 5
    from canonical.touches where list_contains($keys, person_key)
    union all
    select booked_at, system, 'meeting booked' || coalesce(', ' || status, ''), 6
    from canonical.meetings where list_contains($keys, person_key)
    union all
    select created_at, system, object || ' opened', 7
    from canonical.opportunities where list_contains($deals, opportunity_key)
    union all
    select won_at, system, object || ' won', 8
    from canonical.opportunities where list_contains($deals, opportunity_key) and is_won
    union all
    select issued_at, system, 'invoice ' || coalesce(number, record_id), 9
    from canonical.invoices where list_contains($invoices, invoice_key)
    union all
    select paid_at, system, 'payment ' || coalesce(status, ''), 9
    from canonical.payments
    where list_contains($invoices, invoice_key) or list_contains($keys, customer_key)
)
select moment, system, what from events where moment is not null order by moment, step, system, what
"""

DEALS = """
select opportunity_key, record_id
from canonical.opportunities
where
    list_contains($keys, person_key)
    or list_contains(
        (
            select coalesce(list(converted_opportunity_key), [])
            from canonical.people where list_contains($keys, person_key)
        ),
        opportunity_key
    )
"""

INVOICES = """
select invoice_key
from canonical.invoices
where list_contains($keys, customer_key) or list_contains($deals, crm_record_id)
"""

# Violations of records of the person, and of their payments, touches and companies.
VIOLATIONS = """
with own_records as (
    select unnest($ids) as record_id
    union
    select payment_key
    from canonical.payments
    where list_contains($ids, invoice_key) or list_contains($keys, customer_key)
    union
    select touch_key from canonical.touches where list_contains($keys, person_key)
    union
    select company_key
    from canonical.people where list_contains($keys, person_key) and company_key is not null
)
select
    violations.check_id,
    checks.severity || case
        when violations.is_waived
        then ', waived'
        when violations.is_unconfirmed
        then ', unconfirmed'
        else ''
    end as severity,
    violations.record_id,
    checks.remedy
from results.violations
inner join results.checks using (check_id)
where
    violations.record_id in (select record_id from own_records)
    or exists (
        select 1 from unnest($keys) as k(key)
        where contains(violations.record_id, '/' || k.key || '/')
            or ends_with(violations.record_id, '/' || k.key)
    )
order by
    violations.is_waived,
    case checks.severity when 'high' then 1 when 'medium' then 2 else 3 end,
    violations.check_id,
    violations.record_id
"""
