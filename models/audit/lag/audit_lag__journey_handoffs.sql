-- The handoff that each journey came through at each hop, whether it owes the hop, and the
-- promise that judges it.
{%- set hops = lag_hops() %}
with
    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    identity_members as (select * from {{ ref('audit_identity__members') }}),

    submissions as (select * from {{ ref('submissions') }}),

    people as (select * from {{ ref('people') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    due_records as (select * from {{ ref('audit_clock__due_records') }}),

    promises as (select * from {{ ref('audit_clock__promises') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select max(amount) as skew_seconds from timing_limits where limit_name = 'clock_skew'
    ),

    -- As in audit_clock__due_records: that there is an owner is no condition of an assignment.
    conditional_handoffs as (
        select distinct conditions.handoff_id
        from conditions
        inner join handoffs on conditions.handoff_id = handoffs.handoff_id
        where
            coalesce(handoffs.hop, '') <> 'assigned'
            or coalesce(conditions.operator, '') <> 'is_present'
            or coalesce(conditions.column_name, '') not in ({{ quoted_words(owner_columns()) }})
    ),

    -- The records of a journey: its own submission or first record, and those of its person.
    sources as (
        select
            journey_starts.journey_id,
            submissions.system,
            submissions.object,
            submissions.submission_key as record_key,
            true as is_start,
            true as is_of_journey,
            true as is_person
        from journey_starts
        inner join submissions on journey_starts.submission_key = submissions.submission_key
        union all
        select
            journey_starts.journey_id,
            people.system,
            people.object,
            people.person_key as record_key,
            journey_starts.journey_id = people.person_key as is_start,
            (
                journey_starts.submission_key is null
                or coalesce(
                    {{ elapsed_seconds('people.created_at', 'journey_starts.captured_at') }}
                    <= limits.skew_seconds,
                    false
                )
            ) as is_of_journey,
            true as is_person
        from journey_starts
        cross join limits
        inner join identity_members on journey_starts.person_id = identity_members.person_id
        inner join people on identity_members.person_key = people.person_key
        union all
        select
            journey_starts.journey_id,
            opportunities.system,
            opportunities.object,
            opportunities.opportunity_key as record_key,
            false as is_start,
            true as is_of_journey,
            false as is_person
        from journey_starts
        inner join identity_members on journey_starts.person_id = identity_members.person_id
        inner join opportunities on identity_members.person_key = opportunities.person_key
    ),

    -- Into the first systems, a record goes through the handoff that it is sent by. Later hops
    -- happen to a record that may stand at either end.
    met as (
        select
            sources.journey_id,
            sources.is_start,
            sources.is_of_journey,
            handoffs.hop,
            handoffs.handoff_id,
            handoffs.to_system,
            handoffs.to_object,
            true as is_sender,
            case
                when conditional_handoffs.handoff_id is not null
                then due_records.is_due
                else
                    sources.is_start
                    or handoffs.match_basis = 'identity'
                    or handoffs.hop <> 'in_crm'
            end as is_due,
            due_records.due_at,
            conditional_handoffs.handoff_id is not null as is_conditional
        from sources
        inner join
            handoffs
            on sources.system = handoffs.from_system
            and sources.object = handoffs.from_object
        left join conditional_handoffs on handoffs.handoff_id = conditional_handoffs.handoff_id
        left join
            due_records
            on handoffs.handoff_id = due_records.handoff_id
            and sources.record_key = due_records.record_key
        where handoffs.hop is not null and (handoffs.hop <> 'in_map' or sources.is_start)
        union all
        select
            sources.journey_id,
            sources.is_start,
            sources.is_of_journey,
            handoffs.hop,
            handoffs.handoff_id,
            handoffs.to_system,
            handoffs.to_object,
            false as is_sender,
            conditional_handoffs.handoff_id is null as is_due,
            cast(null as timestamp) as due_at,
            conditional_handoffs.handoff_id is not null as is_conditional
        from sources
        inner join
            handoffs on sources.system = handoffs.to_system and sources.object = handoffs.to_object
        left join conditional_handoffs on handoffs.handoff_id = conditional_handoffs.handoff_id
        where handoffs.hop not in ('in_map', 'in_crm')
    ),

    -- A submission that is no business of the MAP does not answer for an older record there.
    sent_to_map as (select distinct journey_id from met where hop = 'in_map' and is_due),

    usable as (
        select met.*
        from met
        left join sent_to_map on met.journey_id = sent_to_map.journey_id
        where met.hop <> 'in_crm' or met.is_of_journey or sent_to_map.journey_id is not null
    ),

    candidates as (
        select
            journey_id,
            hop,
            handoff_id,
            case
                when bool_or(is_due) then true when count(*) = count(is_due) then false
            end as is_due,
            min(due_at) as due_at,
            bool_or(is_start) as is_start,
            bool_or(is_sender) as is_sender,
            bool_or(is_conditional) as is_conditional
        from usable
        group by journey_id, hop, handoff_id
    ),

    -- Several handoffs can take one journey over a hop: then the most specific one counts, and
    -- of equal ones the most patient, so that no journey is late by a promise that another
    -- handoff did not give.
    chosen as (
        select candidates.*
        from candidates
        inner join
            promises
            on candidates.hop = promises.hop
            and candidates.handoff_id = promises.handoff_id
        qualify
            row_number() over (
                partition by candidates.journey_id, candidates.hop
                order by
                    case
                        when candidates.is_due
                        then 1
                        when candidates.is_due is null
                        then 2
                        when candidates.due_at is not null
                        then 3
                        else 4
                    end,
                    case when candidates.is_start then 1 else 2 end,
                    case when candidates.is_sender then 1 else 2 end,
                    case when candidates.is_conditional then 1 else 2 end,
                    promises.within_seconds desc nulls first,
                    candidates.handoff_id
            )
            = 1
    ),

    hops as (
        {%- for item in hops %}
            select
                '{{ item.hop }}' as hop,
                {{ 'true' if item.hop in ['in_map', 'in_crm'] else 'false' }} as needs_handoff
                {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    declared_hops as (select distinct hop from handoffs),

    final as (
        select
            journey_starts.journey_id,
            hops.hop,
            chosen.handoff_id,
            -- Without a handoff, a journey owes only the hops inside the CRM that no handoff of
            -- the stack performs: their service level alone says who owes them.
            case
                when chosen.handoff_id is not null
                then chosen.is_due
                else declared_hops.hop is null and not hops.needs_handoff
            end as is_owed,
            chosen.due_at,
            promises.from_hop,
            -- A record that the condition never let through was promised nothing.
            case
                when chosen.handoff_id is null or chosen.due_at is not null
                then promises.within_seconds
                when coalesce(chosen.is_due, true)
                then promises.within_seconds
            end as within_seconds,
            promises.clock,
            promises.calendar,
            promises.resolution_seconds
        from journey_starts
        cross join hops
        left join chosen on journey_starts.journey_id = chosen.journey_id and hops.hop = chosen.hop
        left join declared_hops on hops.hop = declared_hops.hop
        inner join
            promises
            on hops.hop = promises.hop
            and chosen.handoff_id is not distinct from promises.handoff_id
    )

select *
from final
