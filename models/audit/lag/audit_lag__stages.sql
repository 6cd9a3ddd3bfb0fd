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

    final as (
        select
            stage_changes.stage_change_key,
            stage_changes.system,
            stage_changes.object,
            stage_changes.entity_key,
            stage_changes.from_stage,
            stage_changes.to_stage,
            stage_changes.changed_at,
            stage_changes.basis,
            came_from.stage_order as from_order,
            went_to.stage_order as to_order,
            -- Both verdicts mention the values, so that column lineage finds the history they
            -- need.
            coalesce(
                stage_changes.from_value is not null
                and stage_changes.to_value is not null
                and came_from.meaning in ('open', 'recycled')
                and went_to.meaning in ('open', 'won')
                and went_to.place >= came_from.place + 2,
                false
            ) as is_skipped,
            -- Recycled and lost end a way; a record that is reopened afterwards starts again.
            coalesce(
                stage_changes.from_value is not null
                and stage_changes.to_value is not null
                and came_from.meaning in ('open', 'won')
                and went_to.meaning in ('open', 'won')
                and went_to.stage_order < came_from.stage_order,
                false
            ) as is_reversed
        from stage_changes
        left join placed as came_from on stage_changes.from_stage = came_from.stage
        left join placed as went_to on stage_changes.to_stage = went_to.stage
    )

select *
from final
