with source as (
    select * from {{ source('raw_salesforce', 'opportunity') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ salesforce_id('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ salesforce_id('source.account_id') }} as account_id,
        {{ salesforce_id('source.contact_id') }} as contact_id,
        {{ null_token('source.name') }} as name,
        {{ null_token('source.account_name') }} as account_name,
        {{ salesforce_id('source.owner_id') }} as owner_id,
        {{ null_token('source.owner_name') }} as owner_name,
        {{ null_token('source.owner_email') }} as owner_email,
        {{ null_token('source.stage_name') }} as stage_name,
        {{ money('source.amount') }} as amount,
        {{ null_token('source.currency_iso_code') }} as currency_iso_code,
        cast({{ local_ts('source.close_date', 'systems.date_order') }} as date) as close_on,
        {{ to_boolean('source.is_closed') }} as is_closed,
        {{ to_boolean('source.is_won') }} as is_won,
        {{ null_token('source.lead_source') }} as lead_source,
        {{ is_gone() }} as is_deleted,
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
