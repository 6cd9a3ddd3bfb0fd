with source as (
    select * from {{ source('raw_marketo', 'lead') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.email') }} as email,
        {{ null_token('source.first_name') }} as first_name,
        {{ null_token('source.last_name') }} as last_name,
        {{ null_token('source.full_name') }} as full_name,
        {{ null_token('source.title') }} as title,
        {{ null_token('source.company') }} as company,
        {{ null_token('source.website') }} as website,
        coalesce({{ null_token('source.phone') }}, {{ null_token('source.mobile_phone') }}) as phone,
        {{ null_token('source.city') }} as city,
        {{ null_token('source.state') }} as state,
        {{ null_token('source.postal_code') }} as postal_code,
        {{ null_token('source.country') }} as country,
        {{ null_token('source.industry') }} as industry,
        {{ null_token('source.number_of_employees') }} as number_of_employees,
        {{ null_token('source.lead_source') }} as lead_source,
        {{ null_token('source.lead_status') }} as lead_status,
        {{ to_boolean('source.unsubscribed') }} as unsubscribed,
        {{ utc_ts('source.created_at', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.updated_at', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
