with source as (
    select * from {{ source('raw_hubspot', 'owner') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ null_token('source.id') }} as record_id,
        {{ null_token('source.email') }} as email,
        {{ null_token('source.first_name') }} as first_name,
        {{ null_token('source.last_name') }} as last_name,
        {{ null_token('source.user_id') }} as user_id,
        {{ is_gone() }} as is_deleted,
        {{ utc_ts('source.created_at', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.updated_at', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
        and source.id is not null
)

select * from final
