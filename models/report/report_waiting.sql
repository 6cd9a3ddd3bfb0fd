-- Who waits now, longer than promised, and who can end it: for a delay of a person the rep who owns
-- the lead, for a delay of a system the declared owner of the handoff.
with
    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    hops as (select * from {{ ref('audit_lag__hops') }}),

    invoices as (select * from {{ ref('audit_lag__invoices') }}),

    submissions as (select * from {{ ref('submissions') }}),

    people as (select * from {{ ref('people') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    crm_owners as (select * from {{ ref('owners') }}),

    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    owners as (select * from {{ ref('declared_owners') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    as_of as (select * from {{ ref('as_of') }}),

    teams as (
        select owner_key, min(pool) as team
        from pool_members
        where owner_key is not null
        group by owner_key
    ),

    waiting as (
        select
            journeys.journey_id as waiting_key,
            'person' as kind,
            coalesce(journeys.person_id, journeys.journey_id) as person_id,
            hops.hop,
            hops.handoff_id,
            hops.delay,
            hops.clock,
            hops.within_seconds,
            hops.waiting_seconds,
            hops.from_at as since_at,
            coalesce(journeys.lead_key, journeys.journey_id) as record_key,
            coalesce(people.system, submissions.system) as system,
            coalesce(people.object, submissions.object) as object,
            coalesce(people.record_id, submissions.record_id) as id_in_system,
            nullif(
                trim(
                    coalesce(people.first_name, submissions.first_name, '')
                    || ' '
                    || coalesce(people.last_name, submissions.last_name, '')
                ),
                ''
            ) as name,
            coalesce(people.email, submissions.email) as email,
            people.owner_key
        from journeys
        inner join hops on journeys.journey_id = hops.journey_id and journeys.overdue_hop = hops.hop
        left join people on journeys.lead_key = people.person_key
        left join submissions on journeys.submission_key = submissions.submission_key
        where journeys.is_overdue
        union all
        select
            invoices.opportunity_key || '/' || invoices.handoff_id,
            'deal',
            cast(null as {{ dbt.type_string() }}),
            'invoiced',
            invoices.handoff_id,
            'system',
            invoices.clock,
            invoices.within_seconds,
            case
                invoices.clock
                when 'business'
                then invoices.business_seconds
                else invoices.elapsed_seconds
            end,
            invoices.won_at,
            invoices.opportunity_key,
            opportunities.system,
            opportunities.object,
            opportunities.record_id,
            opportunities.name,
            cast(null as {{ dbt.type_string() }}),
            opportunities.owner_key
        from invoices
        inner join opportunities on invoices.opportunity_key = opportunities.opportunity_key
        where invoices.verdict = 'waiting_breached'
    ),

    final as (
        select
            waiting.waiting_key,
            waiting.kind,
            waiting.person_id,
            waiting.hop,
            waiting.handoff_id,
            waiting.clock,
            waiting.within_seconds,
            waiting.waiting_seconds,
            waiting.since_at,
            cast(
                {{ elapsed_seconds('waiting.since_at', 'as_of.as_of') }} as bigint
            ) as elapsed_seconds,
            waiting.record_key,
            waiting.id_in_system,
            waiting.name,
            waiting.email,
            case
                when waiting.delay = 'human' and crm_owners.kind = 'user'
                then 'rep'
                when owners.owner is not null
                then 'declared'
                when crm_owners.kind is not null
                then crm_owners.kind
                else 'nobody'
            end as responsible_kind,
            case
                when waiting.delay = 'human' and crm_owners.kind = 'user'
                then crm_owners.owner_key
                when owners.owner is not null
                then owners.owner
                when crm_owners.kind is not null
                then crm_owners.owner_key
            end as responsible_key,
            case
                when waiting.delay = 'human' and crm_owners.kind = 'user'
                then coalesce(crm_owners.full_name, crm_owners.email, crm_owners.record_id)
                when owners.owner is not null
                then coalesce(owners.name, owners.owner)
                when crm_owners.kind is not null
                then coalesce(crm_owners.full_name, crm_owners.email, crm_owners.record_id)
            end as responsible,
            case
                when waiting.delay = 'human' and crm_owners.kind = 'user'
                then teams.team
                when owners.owner is not null
                then owners.team
                when crm_owners.kind is not null
                then teams.team
            end as responsible_team,
            replace(
                replace(systems.record_url, '{object}', waiting.object),
                '{id}',
                waiting.id_in_system
            ) as link
        from waiting
        cross join as_of
        left join handoffs on waiting.handoff_id = handoffs.handoff_id
        left join owners on handoffs.owner = owners.owner
        left join crm_owners on waiting.owner_key = crm_owners.owner_key
        left join teams on waiting.owner_key = teams.owner_key
        left join systems on waiting.system = systems.system
    )

select *
from final
