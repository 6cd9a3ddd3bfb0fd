with source as (
    select * from {{ source('raw_salesforce', 'user') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.id') }} as record_id,
        {{ null_token('source.email') }} as email,
        {{ null_token('source.first_name') }} as first_name,
        {{ null_token('source.last_name') }} as last_name,
        {{ null_token('source.name') }} as full_name,
        {{ null_token('source.user_type') }} as user_type,
        {{ to_boolean('source.is_active') }} as is_active,
        {{ salesforce_id('source.manager_id') }} as manager_id,
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
