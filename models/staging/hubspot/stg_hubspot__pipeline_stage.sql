-- Stages of deal pipelines: rows of their own, or a JSON list in the row of their pipeline.
-- Won is the closed stage of probability 1.
with
    stages as (select * from {{ source('raw_hubspot', 'pipeline_stage') }}),

    pipelines as (select * from {{ source('raw_hubspot', 'pipeline') }}),

    listed as (
        select
            _system as system,
            {{ json_items('stages') }} as stage,
            _file as source_file,
            _row as source_row
        from pipelines
        where stages is not null
    ),

    named as (
        select
            _system as system,
            {{ null_token('id') }} as stage_id,
            {{ null_token('label') }} as label,
            {{ to_boolean('is_closed') }} as is_closed,
            {{ to_boolean('is_won') }} as is_won,
            {{ null_token('probability') }} as probability,
            _file as source_file,
            _row as source_row
        from stages
        union all
        select
            system,
            coalesce(
                {{ json_value('stage', 'stageId') }}, {{ json_value('stage', 'id') }}
            ) as stage_id,
            {{ json_value('stage', 'label') }} as label,
            {{ to_boolean(json_value(json_value('stage', 'metadata'), 'isClosed')) }} as is_closed,
            cast(null as boolean) as is_won,
            {{ json_value(json_value('stage', 'metadata'), 'probability') }} as probability,
            source_file,
            source_row
        from listed
    ),

    final as (
        select
            system,
            stage_id,
            label,
            is_closed,
            coalesce(is_won, is_closed and try_cast(probability as decimal(18, 4)) = 1) as is_won,
            source_file,
            source_row
        from named
        where stage_id is not null
        qualify
            row_number() over (
                partition by system, stage_id order by label nulls last, source_file, source_row
            )
            = 1
    )

select *
from final
