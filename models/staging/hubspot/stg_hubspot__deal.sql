with source as (
    select * from {{ source('raw_hubspot', 'deal') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.dealname') }} as dealname,
        {{ null_token('source.dealstage') }} as dealstage,
        {{ money('source.amount') }} as amount,
        {{ null_token('source.deal_currency_code') }} as deal_currency_code,
        cast({{ local_ts('source.closedate', 'systems.date_order') }} as date) as close_on,
        {{ utc_ts('source.closedate', 'systems.time_zone', 'systems.date_order') }} as closed_at,
        {{ to_boolean('source.hs_is_closed') }} as hs_is_closed,
        {{ to_boolean('source.hs_is_closed_won') }} as hs_is_closed_won,
        {{ null_token('source.hubspot_owner_id') }} as hubspot_owner_id,
        {{ null_token('source.hs_analytics_source') }} as hs_analytics_source,
        {{ null_token('source.associated_contact_ids') }} as associated_contact_ids,
        {{ null_token('source.associated_company_ids') }} as associated_company_ids,
        {{ null_token('source.hs_merged_object_ids') }} as hs_merged_object_ids,
        {{ is_gone() }} as is_deleted,
        {{ utc_ts('source.hs_v2_date_entered_closedwon', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_closedwon,
        {{ utc_ts('source.createdate', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.hs_lastmodifieddate', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
