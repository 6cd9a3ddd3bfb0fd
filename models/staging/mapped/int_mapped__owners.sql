with source as (
    select * from {{ source('raw_mapped', 'owners') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

mapped_values as (
    select * from {{ ref('int_mapped__values') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.record_id') }}, source._file || '-' || source._row) as record_id,
        coalesce(lower({{ null_token(mapped_value('kind')) }}), 'user') as kind,
        {{ null_token('source.email') }} as email,
        coalesce({{ null_token('source.full_name') }}, nullif(trim(concat_ws(' ', {{ null_token('source.first_name') }}, {{ null_token('source.last_name') }})), '')) as full_name,
        {{ to_boolean(mapped_value('is_active')) }} as is_active,
        {{ null_token('source.manager_record_id') }} as manager_record_id,
        {{ utc_ts('source.created_at', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.updated_at', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    {{ join_mapped_values('owners', ['kind', 'is_active']) }}
    where {{ is_current('owners') }}
)

select * from final
