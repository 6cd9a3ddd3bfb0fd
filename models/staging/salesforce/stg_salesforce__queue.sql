with source as (
    select * from {{ source('raw_salesforce', 'queue') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.id') }} as record_id,
        {{ null_token('source.name') }} as name,
        {{ null_token('source.developer_name') }} as developer_name,
        {{ null_token('source.type') }} as type,
        {{ null_token('source.email') }} as email,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as created_at,
        coalesce(
            {{ utc_ts('source.system_modstamp', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.last_modified_date', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.connector_start', 'systems.time_zone', 'systems.date_order') }}) as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
        and source.id is not null
)

select * from final
