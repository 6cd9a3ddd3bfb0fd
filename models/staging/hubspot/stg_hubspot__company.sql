with
    source as (select * from {{ source('raw_hubspot', 'company') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'company'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.name') }} as name,
            {{ null_token('source.domain') }} as domain,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.address') }} as street,
            {{ null_token('source.zip') }} as postal_code,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.numberofemployees') }} as numberofemployees,
            {{ null_token('source.lifecyclestage') }} as lifecyclestage,
            {{ null_token('source.type') }} as type,
            {{ id_of('hubspot_owner_id') }} as hubspot_owner_id,
            {{ id_of('hs_parent_company_id') }} as hs_parent_company_id,
            {{ null_token('source.hs_merged_object_ids') }} as hs_merged_object_ids,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('createdate') }} as created_at,
            {{ time_of('hs_lastmodifieddate') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
