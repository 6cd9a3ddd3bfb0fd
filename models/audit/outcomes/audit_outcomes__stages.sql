-- Whether and when sales accepted or rejected a lead, by the declared stages alone: a conversion or
-- a deal accepts nothing.
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    records as (select * from {{ ref('audit_outcomes__records') }}),

    deals as (select * from {{ ref('audit_outcomes__deals') }}),

    people as (select * from {{ ref('people') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    has_accepted as (select coalesce(bool_or(is_accepted), false) as is_declared from stages),

    kinds as (
        select
            stages.stage,
            stages.stage_order,
            case
                when has_accepted.is_declared
                then coalesce(stages.is_accepted, false)
                else stages.stage in ('sal', 'sql')
            end as is_accepting,
            stages.meaning in ('lost', 'recycled') as is_rejecting,
            stages.meaning = 'open' as is_open
        from stages
        cross join has_accepted
    ),

    first_accepting as (select min(stage_order) as stage_order from kinds where is_accepting),

    -- The objects whose status can say it.
    telling as (
        select
            stage_values.system,
            stage_values.object,
            bool_or(kinds.is_accepting) as tells_acceptance,
            bool_or(kinds.is_rejecting) as tells_rejection
        from stage_values
        inner join kinds on stage_values.stage = kinds.stage
        group by stage_values.system, stage_values.object
    ),

    histories as (
        select system, object, min(changed_at) as seen_from
        from stage_changes
        group by system, object
    ),

    first_moves as (
        select entity_key, from_stage
        from stage_changes
        qualify
            row_number() over (
                partition by entity_key, column_name
                order by changed_at nulls first, stage_change_key
            )
            = 1
    ),

    moved as (select distinct entity_key from stage_changes),

    reached_by_move as (
        select distinct entity_key, to_stage from stage_changes where to_stage is not null
    ),

    -- The stages that a record was in. Before its first move it was in the stage that the move
    -- left.
    visits as (
        select entity_key as record_key, to_stage as stage, changed_at as entered_at
        from stage_changes
        where to_stage is not null
        union all
        select people.person_key as record_key, first_moves.from_stage, people.created_at
        from first_moves
        inner join people on first_moves.entity_key = people.person_key
        where first_moves.from_stage is not null
        union all
        -- A record that never moved is in its stage since it was made, if its history is that long.
        select
            people.person_key as record_key,
            people.stage,
            case
                when moved.entity_key is null and histories.seen_from <= people.created_at
                then people.created_at
            end as entered_at
        from people
        left join moved on people.person_key = moved.entity_key
        left join histories on people.system = histories.system and people.object = histories.object
        left join
            reached_by_move
            on people.person_key = reached_by_move.entity_key
            and people.stage = reached_by_move.to_stage
        where people.stage is not null and reached_by_move.entity_key is null
    ),

    visited as (
        select records.person_key, visits.entered_at, kinds.is_accepting, kinds.is_rejecting
        from records
        inner join visits on records.record_key = visits.record_key
        inner join kinds on visits.stage = kinds.stage
        where
            -- A move of another record counts in the time of the lead; without a time, for the only
            -- lead of its person.
            records.is_own
            or (
                case
                    when visits.entered_at is null
                    then records.until_at is null
                    else
                        visits.entered_at >= records.from_at
                        and (records.until_at is null or visits.entered_at < records.until_at)
                end
            )
    ),

    reached as (
        select
            visited.person_key,
            bool_or(visited.is_accepting) as is_accepted,
            min(case when visited.is_accepting then visited.entered_at end) as accepted_at,
            bool_or(
                visited.is_rejecting
                and case
                    when deals.person_key is null
                    then true
                    -- A rejection without a time may have come after the deal.
                    else coalesce(visited.entered_at <= deals.opportunity_at, false)
                end
            ) as is_rejected,
            min(
                case
                    when
                        visited.is_rejecting
                        and coalesce(
                            visited.entered_at <= deals.opportunity_at, deals.person_key is null
                        )
                    then visited.entered_at
                end
            ) as rejected_at,
            bool_or(
                visited.is_rejecting and visited.entered_at is null and deals.person_key is not null
            ) as is_rejection_unclear
        from visited
        left join deals on visited.person_key = deals.person_key
        group by visited.person_key
    ),

    -- What the records of a lead could tell. Without a history, a stage further on or a closed one
    -- may have come after the acceptance.
    told as (
        select
            records.person_key,
            bool_or(telling.tells_acceptance) as tells_acceptance,
            bool_or(telling.tells_rejection) as tells_rejection,
            bool_or(
                telling.tells_acceptance
                and (
                    people.stage is null
                    or (
                        histories.system is null
                        and (not kinds.is_open or kinds.stage_order > first_accepting.stage_order)
                    )
                )
            ) as may_be_accepted,
            bool_or(
                telling.tells_rejection
                and (
                    people.stage is null
                    or (histories.system is null and deals.person_key is not null)
                )
            ) as may_be_rejected
        from records
        cross join first_accepting
        inner join people on records.record_key = people.person_key
        inner join telling on people.system = telling.system and people.object = telling.object
        left join histories on people.system = histories.system and people.object = histories.object
        left join kinds on people.stage = kinds.stage
        left join deals on records.person_key = deals.person_key
        group by records.person_key
    ),

    any_telling as (
        select
            coalesce(bool_or(tells_acceptance), false) as tells_acceptance,
            coalesce(bool_or(tells_rejection), false) as tells_rejection
        from telling
    ),

    final as (
        select
            leads.person_key,
            case
                when reached.is_accepted
                then true
                when any_telling.tells_acceptance and not coalesce(told.may_be_accepted, false)
                then false
            end as is_accepted,
            case when reached.is_accepted then reached.accepted_at end as accepted_at,
            case
                when reached.is_rejected
                then true
                when
                    any_telling.tells_rejection
                    and not coalesce(told.may_be_rejected or reached.is_rejection_unclear, false)
                then false
            end as is_rejected,
            case when reached.is_rejected then reached.rejected_at end as rejected_at
        from leads
        cross join any_telling
        left join reached on leads.person_key = reached.person_key
        left join told on leads.person_key = told.person_key
    )

select *
from final
