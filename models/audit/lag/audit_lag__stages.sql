{{ config(materialized='view') }}

with
    stage_changes as (select * from {{ ref('stage_changes') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    -- Consecutive positions on the way forward, whatever numbers the stack declares.
    forward as (
        select distinct stage_order, dense_rank() over (order by stage_order) as place
        from stages
        where meaning in ('open', 'won')
    ),

    placed as (
        select stages.stage, stages.meaning, stages.stage_order, forward.place
        from stages
        left join forward on stages.stage_order = forward.stage_order
    ),

    named as (
        select
            stage_changes.*,
            stage_changes.from_value is null as is_first_value,
            came_from.meaning as from_meaning,
            went_to.meaning as to_meaning,
            came_from.stage_order as from_order,
            went_to.stage_order as to_order,
            came_from.place as from_place,
            went_to.place as to_place,
            -- The reason mentions the values, so that column lineage finds the history they need.
            case
                when stage_changes.from_value is null
                then 'no stage before it is known'
                when came_from.stage is null
                then 'nobody declared the value ' || stage_changes.from_value
                when stage_changes.to_value is null
                then 'no stage after it is known'
                when went_to.stage is null
                then 'nobody declared the value ' || stage_changes.to_value
            end as not_judged_because
        from stage_changes
        left join placed as came_from on stage_changes.from_stage = came_from.stage
        left join placed as went_to on stage_changes.to_stage = went_to.stage
    ),

    -- Recycled and lost end a way; a record that is reopened afterwards starts again.
    final as (
        select
            stage_change_key,
            system,
            object,
            entity_key,
            from_stage,
            to_stage,
            changed_at,
            basis,
            from_order,
            to_order,
            is_first_value,
            not_judged_because,
            case
                when not_judged_because is null
                then
                    from_meaning in ('open', 'recycled')
                    and to_meaning in ('open', 'won')
                    and coalesce(to_place >= from_place + 2, false)
            end as is_skipped,
            case
                when not_judged_because is null
                then
                    from_meaning in ('open', 'won')
                    and to_meaning in ('open', 'won')
                    and to_order < from_order
            end as is_reversed
        from named
    )

select *
from final
