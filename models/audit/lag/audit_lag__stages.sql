{{ config(materialized='view') }}

with
    stage_changes as (select * from {{ ref('stage_changes') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    -- Places on the way forward, one apart whatever numbers the stack gives them.
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
            -- The values stand in both verdicts so that their lineage names the history they
            -- need.
            coalesce(
                stage_changes.from_value is not null
                and stage_changes.to_value is not null
                and came_from.meaning in ('open', 'recycled')
                and went_to.meaning in ('open', 'won')
                and went_to.place >= came_from.place + 2,
                false
            ) as is_skipped,
            -- Recycling and losing are ways out; a record taken up again after them starts
            -- anew.
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
