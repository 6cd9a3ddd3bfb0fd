with source as (
    select * from {{ source('raw_salesforce', 'record_merge_history') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.master_record_id') }} as master_record_id,
        {{ salesforce_id('source.merged_record_id') }} as merged_record_id,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as merged_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
)

select * from final
