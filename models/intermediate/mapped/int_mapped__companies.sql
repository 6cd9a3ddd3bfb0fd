with
    source as (select * from {{ source('raw_mapped', 'companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'companies'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    owner_systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.name') }} as name,
            coalesce(
                {{ null_token('source.domain') }}, {{ null_token('source.website') }}
            ) as website,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.tax_id') }} as tax_id,
            {{ null_token('source.street') }} as street,
            {{ null_token('source.postal_code') }} as postal_code,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.employee_count') }} as employee_count,
            {{ to_boolean(mapped_value('is_customer')) }} as is_customer,
            {{ record_key('source._system', 'source._object', id_of('parent_record_id')) }}
            as parent_company_key,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id('coalesce(source.owner_record_id, source.owner_email, source.owner_name)', 'owner_systems.vendor') ~ ')') }}
            as owner_key,
            {{ record_key('source._system', 'source._object', id_of('merged_into_record_id')) }}
            as merged_into_key,
            coalesce({{ to_boolean(mapped_value('is_deleted')) }}, false) as is_deleted,
            {{ time_of('created_at') }} as created_at,
            {{ time_of('updated_at') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            owner_systems on coalesce(source.owner_system, source._system) = owner_systems.system
        left join
            owner_names
            on coalesce(source.owner_system, source._system) = owner_names.system
            and lower(trim(coalesce(source.owner_record_id, source.owner_email, source.owner_name)))
            = owner_names.name_or_email
            {{ join_mapped_values('companies', ['is_customer', 'is_deleted']) }}
        where {{ is_current('companies') }}
    )

select *
from final
