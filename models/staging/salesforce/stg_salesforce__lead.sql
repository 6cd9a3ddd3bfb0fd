with
    source as (select * from {{ source('raw_salesforce', 'lead') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'lead'
    ),

    final as (
        select
            source._system as system,
            coalesce(
                {{ id_of('id', 'salesforce_id') }}, source._file || '-' || source._row
            ) as record_id,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.suffix') }} as suffix,
            {{ null_token('source.name') }} as full_name,
            {{ null_token('source.title') }} as title,
            {{ null_token('source.company') }} as company,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.mobile_phone') }} as mobile_phone,
            {{ null_token('source.street') }} as street,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.state') }} as state,
            {{ null_token('source.postal_code') }} as postal_code,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.number_of_employees') }} as number_of_employees,
            {{ null_token('source.lead_source') }} as lead_source,
            {{ null_token('source.utm_source_c') }} as utm_source,
            {{ null_token('source.utm_medium_c') }} as utm_medium,
            {{ null_token('source.utm_campaign_c') }} as utm_campaign,
            {{ null_token('source.utm_term_c') }} as utm_term,
            {{ null_token('source.utm_content_c') }} as utm_content,
            {{ null_token('source.mkto2_original_source_type_c') }} as original_source_type,
            coalesce({{ money_of('mkto2_lead_score_c') }}, {{ money_of('pi_score_c') }}) as score,
            {{ null_token('source.status') }} as status,
            {{ id_of('owner_id', 'salesforce_id') }} as owner_id,
            {{ null_token('source.owner_name') }} as owner_name,
            {{ null_token('source.owner_email') }} as owner_email,
            {{ to_opted_out('source.has_opted_out_of_email') }} as has_opted_out_of_email,
            {{ to_boolean('source.is_converted') }} as is_converted,
            {{ time_of('converted_date') }} as converted_at,
            {{ id_of('converted_contact_id', 'salesforce_id') }} as converted_contact_id,
            {{ id_of('converted_account_id', 'salesforce_id') }} as converted_account_id,
            {{ id_of('converted_opportunity_id', 'salesforce_id') }} as converted_opportunity_id,
            {{ id_of('master_record_id', 'salesforce_id') }} as master_record_id,
            {{ is_marked_deleted() }} as is_deleted,
            {{ id_of('created_by_id', 'salesforce_id') }} as created_by_id,
            {{ time_of('created_date') }} as created_at,
            coalesce(
                {{ time_of('system_modstamp') }},
                {{ time_of('last_modified_date') }},
                {{ time_of('connector_start') }}
            ) as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
