with
    stage_values as (select * from {{ source('declared', 'stage_values') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            stage_values.system,
            stage_values.object,
            stage_values.header,
            headers.column_name,
            stage_values.pipeline,
            cast(stage_values.valid_from as date) as valid_from,
            cast(stage_values.valid_until as date) as valid_until,
            stage_values.value,
            stage_values.stage,
            stage_values.declared_in
        from stage_values
        left join
            headers
            on stage_values.system = headers.system
            and stage_values.object = headers.object
            and stage_values.header = headers.header
    )

select *
from final
