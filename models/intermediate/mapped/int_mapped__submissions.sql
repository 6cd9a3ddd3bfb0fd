with
    source as (select * from {{ source('raw_mapped', 'submissions') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'submissions'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.form_name') }} as form_name,
            {{ time_of('submitted_at') }} as submitted_at,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.full_name') }} as full_name,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.company_name') }} as company_name,
            {{ null_token('source.country') }} as country,
            {{ to_opted_out(mapped_value('is_opted_out')) }} as is_opted_out,
            {{ null_token('source.offer') }} as offer,
            {{ null_token('source.utm_source') }} as utm_source,
            {{ null_token('source.utm_medium') }} as utm_medium,
            {{ null_token('source.utm_campaign') }} as utm_campaign,
            {{ null_token('source.utm_term') }} as utm_term,
            {{ null_token('source.utm_content') }} as utm_content,
            {{ null_token('source.page_url') }} as page_url,
            source._file as source_file,
            source._row as source_row
        from
            source
            {{ join_parsed_values(is_mapped=true) }}
            {{ join_mapped_values('submissions', ['is_opted_out']) }}
        where {{ is_current('submissions') }}
    )

select *
from final
