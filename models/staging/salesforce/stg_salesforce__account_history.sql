with source as (
    select * from {{ source('raw_salesforce', 'account_history') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.account_id') }} as record_id,
        {{ salesforce_id('source.id') }} as history_id,
        {{ null_token('source.field') }} as field,
        {{ null_token('source.old_value') }} as old_value,
        {{ null_token('source.new_value') }} as new_value,
        {{ salesforce_id('source.created_by_id') }} as created_by_id,
        {{ null_token('source.created_by_name') }} as created_by_name,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as changed_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where source.account_id is not null
)

select * from final
