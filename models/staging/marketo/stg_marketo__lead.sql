with
    source as (select * from {{ source('raw_marketo', 'lead') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_marketo' and table_name = 'lead'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.full_name') }} as full_name,
            {{ null_token('source.title') }} as title,
            {{ null_token('source.company') }} as company,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.mobile_phone') }} as mobile_phone,
            {{ null_token('source.address') }} as street,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.state') }} as state,
            {{ null_token('source.postal_code') }} as postal_code,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.number_of_employees') }} as number_of_employees,
            {{ null_token('source.lead_source') }} as lead_source,
            {{ null_token('source.original_source_type') }} as original_source_type,
            {{ null_token('source.acquisition_program_id') }} as acquisition_program,
            {{ null_token('source.utm_campaign') }} as utm_campaign,
            {{ money_of('lead_score') }} as lead_score,
            {{ null_token('source.lead_status') }} as lead_status,
            {{ to_opted_out('source.unsubscribed') }} as unsubscribed,
            {{ time_of('created_at') }} as created_at,
            {{ time_of('updated_at') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
