with source as (
    select * from {{ source('raw_salesforce', 'contact') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ salesforce_id('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ salesforce_id('source.account_id') }} as account_id,
        {{ null_token('source.first_name') }} as first_name,
        {{ null_token('source.last_name') }} as last_name,
        {{ null_token('source.suffix') }} as suffix,
        {{ null_token('source.name') }} as full_name,
        {{ null_token('source.title') }} as title,
        {{ null_token('source.account_name') }} as account_name,
        {{ null_token('source.email') }} as email,
        {{ null_token('source.phone') }} as phone,
        {{ null_token('source.mobile_phone') }} as mobile_phone,
        {{ null_token('source.mailing_city') }} as mailing_city,
        {{ null_token('source.mailing_state') }} as mailing_state,
        {{ null_token('source.mailing_postal_code') }} as mailing_postal_code,
        {{ null_token('source.mailing_country') }} as mailing_country,
        {{ null_token('source.lead_source') }} as lead_source,
        {{ salesforce_id('source.owner_id') }} as owner_id,
        {{ null_token('source.owner_name') }} as owner_name,
        {{ null_token('source.owner_email') }} as owner_email,
        {{ to_boolean('source.has_opted_out_of_email') }} as has_opted_out_of_email,
        {{ salesforce_id('source.master_record_id') }} as master_record_id,
        {{ is_gone() }} as is_deleted,
        {{ salesforce_id('source.created_by_id') }} as created_by_id,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as created_at,
        coalesce(
            {{ utc_ts('source.system_modstamp', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.last_modified_date', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.connector_start', 'systems.time_zone', 'systems.date_order') }}) as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
