{{ config(materialized='view') }}

-- What a person needs to mend a violation. A view, because most of it is read for one check at a
-- time.
with
    subjects as (select * from {{ ref('violation_subjects') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    owners as (select * from {{ ref('owners') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    companies as (select * from {{ ref('companies') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    values_of_fields as (select * from {{ ref('audit_fidelity__ledger') }}),

    pairs as (select * from {{ ref('audit_fidelity__records') }}),

    rules as (select * from {{ ref('audit_fidelity__rules') }}),

    hops as (select * from {{ ref('audit_lag__hops') }}),

    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    invoice_times as (select * from {{ ref('audit_lag__invoices') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    routed_leads as (select * from {{ ref('audit_routing__leads') }}),

    duplicates as (select * from {{ ref('audit_duplicates__people') }}),

    records as (
        select
            person_key as record_key,
            system,
            object,
            record_id,
            nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '') as name,
            email,
            company_name,
            owner_key,
            cast(null as decimal(19, 4)) as amount,
            cast(null as {{ dbt.type_string() }}) as currency,
            created_at as happened_at
        from people
        union all
        select
            submissions.submission_key,
            submissions.system,
            submissions.object,
            submissions.record_id,
            nullif(
                trim(
                    coalesce(submissions.first_name, '')
                    || ' '
                    || coalesce(submissions.last_name, '')
                ),
                ''
            ),
            submissions.email,
            submissions.company_name,
            people.owner_key,
            null,
            null,
            submissions.submitted_at
        from submissions
        left join journeys on submissions.submission_key = journeys.journey_id
        left join people on journeys.lead_key = people.person_key
        union all
        select
            company_key,
            system,
            object,
            record_id,
            name,
            null,
            name,
            owner_key,
            null,
            null,
            created_at
        from companies
        union all
        select
            opportunities.opportunity_key,
            opportunities.system,
            opportunities.object,
            opportunities.record_id,
            opportunities.name,
            null,
            companies.name,
            opportunities.owner_key,
            opportunities.amount,
            opportunities.currency,
            opportunities.created_at
        from opportunities
        left join companies on opportunities.company_key = companies.company_key
        union all
        select
            invoice_key,
            system,
            object,
            record_id,
            number,
            customer_email,
            customer_name,
            null,
            total,
            currency,
            issued_at
        from invoices
        union all
        select
            payment_key,
            system,
            object,
            record_id,
            null,
            customer_email,
            null,
            null,
            amount,
            currency,
            paid_at
        from payments
    ),

    -- The promise that a check of times holds a record to.
    promises as (
        select
            hops.hop || '_within_sla' as check_id,
            hops.handoff_id,
            hops.journey_id as record_key,
            hops.within_seconds,
            hops.clock,
            hops.elapsed_seconds,
            hops.business_seconds,
            hops.waiting_seconds
        from hops
        union all
        select
            'open_journeys_not_overdue' as check_id,
            journeys.overdue_handoff_id,
            hops.journey_id,
            hops.within_seconds,
            hops.clock,
            hops.elapsed_seconds,
            hops.business_seconds,
            hops.waiting_seconds
        from journeys
        inner join hops on journeys.journey_id = hops.journey_id and journeys.overdue_hop = hops.hop
        union all
        select
            'invoiced_within_sla' as check_id,
            handoff_id,
            opportunity_key,
            within_seconds,
            clock,
            elapsed_seconds,
            business_seconds,
            cast(null as bigint) as waiting_seconds
        from invoice_times
        union all
        select
            'assigned_within_sla' as check_id,
            routed_leads.handoff_id,
            routed_leads.person_key,
            routed_leads.within_seconds,
            service_levels.clock,
            routed_leads.seconds_to_owner,
            routed_leads.business_seconds_to_owner,
            cast(null as bigint) as waiting_seconds
        from routed_leads
        left join service_levels on routed_leads.service_level = service_levels.service_level
    ),

    found as (
        select
            subjects.check_id,
            subjects.handoff_id,
            subjects.record_id,
            subjects.evidence_grade,
            subjects.is_waived,
            subjects.is_unconfirmed,
            subjects.area,
            subjects.kind,
            subjects.person_id,
            subjects.field,
            subjects.field_kind,
            records.record_key,
            records.system,
            records.object,
            records.record_id as id_in_system,
            records.name,
            records.email,
            records.company_name,
            records.owner_key,
            records.amount,
            records.currency,
            records.happened_at
        from subjects
        left join records on subjects.record_key = records.record_key
    ),

    final as (
        select
            found.check_id,
            found.handoff_id,
            found.record_id,
            found.evidence_grade,
            found.is_waived,
            found.is_unconfirmed,
            found.system,
            found.object,
            found.id_in_system,
            found.record_key,
            found.kind,
            found.person_id,
            found.name,
            found.email,
            found.company_name,
            found.owner_key,
            coalesce(owners.full_name, owners.email) as owner_name,
            found.amount,
            found.currency,
            found.happened_at,
            found.field,
            found.field_kind,
            values_of_fields.source_value,
            values_of_fields.target_value,
            coalesce(
                values_of_fields.target_record_key, pairs.target_record_key
            ) as counterpart_key,
            promises.within_seconds as promised_seconds,
            case
                promises.clock
                when 'business'
                then promises.business_seconds
                else promises.elapsed_seconds
            end as taken_seconds,
            promises.waiting_seconds,
            coalesce(
                values_of_fields.explanation,
                rules.explanation,
                case when found.area = 'routing' then routed_leads.explanation end,
                case when found.area = 'duplicates' then duplicates.evidence end
            ) as explanation,
            replace(
                replace(systems.record_url, '{object}', found.object), '{id}', found.id_in_system
            ) as link
        from found
        left join systems on found.system = systems.system
        left join owners on found.owner_key = owners.owner_key
        left join
            values_of_fields
            on found.handoff_id = values_of_fields.handoff_id
            and found.record_key = values_of_fields.source_record_key
            and found.field = values_of_fields.field
        left join
            pairs
            on found.handoff_id = pairs.handoff_id
            and found.record_key = pairs.source_record_key
        left join rules on found.record_id = rules.rule_id || '/' || rules.record_key
        left join
            promises
            on found.check_id = promises.check_id
            and found.record_key = promises.record_key
            and found.handoff_id is not distinct from promises.handoff_id
        left join routed_leads on found.record_key = routed_leads.person_key
        left join duplicates on found.record_key = duplicates.person_key
    )

select *
from final
