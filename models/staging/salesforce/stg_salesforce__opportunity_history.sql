with source as (
    select * from {{ source('raw_salesforce', 'opportunity_history') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.opportunity_id') }} as record_id,
        {{ salesforce_id('source.id') }} as history_id,
        {{ null_token('source.from_opportunity_stage_name') }} as from_stage,
        {{ null_token('source.stage_name') }} as to_stage,
        {{ salesforce_id('source.created_by_id') }} as created_by_id,
        {{ null_token('source.created_by_name') }} as created_by_name,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as changed_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where source.opportunity_id is not null
)

select * from final
