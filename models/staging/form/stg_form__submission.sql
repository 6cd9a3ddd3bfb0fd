with
    source as (select * from {{ source('raw_form', 'submission') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_form' and table_name = 'submission'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.form_name') }} as form_name,
            {{ id_of('form_id') }} as form_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.full_name') }} as full_name,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.company') }} as company,
            {{ null_token('source.country') }} as country,
            {{ to_opted_out('source.opted_out') }} as opted_out,
            {{ to_opted_out('source.consent', "'opt_in'") }} as is_consent_refused,
            {{ null_token('source.offer') }} as offer,
            {{ null_token('source.utm_source') }} as utm_source,
            {{ null_token('source.utm_medium') }} as utm_medium,
            {{ null_token('source.utm_campaign') }} as utm_campaign,
            {{ null_token('source.utm_term') }} as utm_term,
            {{ null_token('source.utm_content') }} as utm_content,
            {{ null_token('source.page_url') }} as page_url,
            coalesce(
                {{ time_of('submitted_at_utc') }}, {{ time_of('submitted_at') }}
            ) as submitted_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
