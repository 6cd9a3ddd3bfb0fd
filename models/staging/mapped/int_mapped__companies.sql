with source as (
    select * from {{ source('raw_mapped', 'companies') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

mapped_values as (
    select * from {{ ref('int_mapped__values') }}
),

owner_systems as (
    select * from {{ ref('declared_systems') }}
),

owner_names as (
    select * from {{ ref('int_owner_lookup') }}
),

final as (
    select
        source._system as system,
        source._object as object,
        coalesce({{ null_token('source.record_id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.name') }} as name,
        coalesce({{ null_token('source.domain') }}, {{ null_token('source.website') }}) as website,
        {{ null_token('source.phone') }} as phone,
        {{ null_token('source.city') }} as city,
        {{ null_token('source.country') }} as country,
        {{ null_token('source.industry') }} as industry,
        {{ null_token('source.employee_count') }} as employee_count,
        {{ to_boolean(mapped_value('is_customer')) }} as is_customer,
        {{ record_key('source._system', 'source._object', null_token('source.parent_record_id')) }} as parent_company_key,
        {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id('coalesce(source.owner_record_id, source.owner_email, source.owner_name)', 'owner_systems.vendor') ~ ')') }} as owner_key,
        {{ record_key('source._system', 'source._object', null_token('source.merged_into_record_id')) }} as merged_into_key,
        coalesce({{ to_boolean(mapped_value('is_deleted')) }}, false) as is_deleted,
        {{ utc_ts('source.created_at', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.updated_at', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    left join owner_systems
        on coalesce(source.owner_system, source._system) = owner_systems.system
    left join owner_names
        on coalesce(source.owner_system, source._system) = owner_names.system
        and lower(trim(coalesce(source.owner_record_id, source.owner_email, source.owner_name))) = owner_names.name_or_email
    {{ join_mapped_values('companies', ['is_customer', 'is_deleted']) }}
    where {{ is_current('companies') }}
)

select * from final
