with
    source as (select * from {{ source('raw_mapped', 'people') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    raw_companies as (select * from {{ source('raw_mapped', 'companies') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'people'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    owner_systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    named_companies as (select * from {{ ref('int_mapped__company_names') }}),

    known_companies as (
        select _system as system, record_id, min(_object) as object from raw_companies group by 1, 2
    ),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            -- The first of several addresses: no address contains a comma or a semicolon.
            trim(split_part(replace({{ null_token('source.email') }}, ';', ','), ',', 1)) as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.full_name') }} as full_name,
            {{ null_token('source.name_suffix') }} as name_suffix,
            {{ null_token('source.title') }} as title,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.mobile_phone') }} as mobile_phone,
            {{ null_token('source.other_phone') }} as other_phone,
            {{ null_token('source.company_name') }} as company_name,
            {{ record_key('source._system', "coalesce(known_companies.object, named_companies.object, 'company')",
            'coalesce(' ~ id_of('company_record_id') ~ ', named_companies.record_id)') }}
            as company_key,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.street') }} as street,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.state') }} as state,
            {{ null_token('source.postal_code') }} as postal_code,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.employee_count') }} as employee_count,
            {{ null_token('source.lead_source') }} as lead_source,
            {{ null_token('source.channel') }} as channel,
            {{ null_token('source.campaign') }} as campaign,
            {{ null_token('source.utm_source') }} as utm_source,
            {{ null_token('source.utm_medium') }} as utm_medium,
            {{ null_token('source.utm_campaign') }} as utm_campaign,
            {{ null_token('source.utm_term') }} as utm_term,
            {{ null_token('source.utm_content') }} as utm_content,
            {{ null_token('source.page') }} as page,
            {{ null_token('source.offer') }} as offer,
            {{ money_of('score') }} as score,
            {{ null_token('source.rejected_because') }} as rejected_because,
            {{ null_token('source.status') }} as status,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id('coalesce(source.owner_record_id, source.owner_email, source.owner_name)', 'owner_systems.vendor') ~ ')') }}
            as owner_key,
            {{ to_opted_out(mapped_value('is_opted_out')) }} as is_opted_out,
            coalesce({{ to_boolean(mapped_value('is_converted')) }}, false) as is_converted,
            {{ time_of('converted_at') }} as converted_at,
            {{ record_key('source._system', 'coalesce(source.converted_person_object, source._object)', id_of('converted_person_record_id')) }}
            as converted_person_key,
            {{ record_key('source._system', "coalesce(source.converted_company_object, known_companies.object, 'company')", id_of('converted_company_record_id')) }}
            as converted_company_key,
            {{ record_key('source._system', "coalesce(source.converted_opportunity_object, 'opportunity')", id_of('converted_opportunity_record_id')) }}
            as converted_opportunity_key,
            {{ record_key('source._system', 'source._object', id_of('merged_into_record_id')) }}
            as merged_into_key,
            coalesce({{ to_boolean(mapped_value('is_deleted')) }}, false) as is_deleted,
            {{ record_key('source._system', "'owner'", id_of('created_by_record_id')) }}
            as created_by_key,
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
        left join
            known_companies
            on source._system = known_companies.system
            and source.company_record_id = known_companies.record_id
        left join
            named_companies
            on source._system = named_companies.system
            and lower(trim(source.linked_company_name)) = named_companies.name_text
            {{ join_mapped_values('people', ['is_opted_out', 'is_converted', 'is_deleted']) }}
        where {{ is_current('people') }}
    )

select *
from final
