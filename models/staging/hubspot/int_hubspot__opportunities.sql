with deals as (
    select * from {{ ref('stg_hubspot__deal') }}
),

owner_names as (
    select * from {{ ref('int_owner_lookup') }}
),

final as (
    select
        deals.system,
        'deal' as object,
        deals.record_id,
        deals.dealname as name,
        {{ record_key('deals.system', "'company'", "nullif(trim(split_part(deals.associated_company_ids, ';', 1)), '')") }} as company_key,
        {{ record_key('deals.system', "'contact'", "nullif(trim(split_part(deals.associated_contact_ids, ';', 1)), '')") }} as person_key,
        {{ record_key('deals.system', "'owner'", 'coalesce(owner_names.record_id, deals.hubspot_owner_id)') }} as owner_key,
        deals.dealstage as stage_value,
        deals.amount,
        deals.deal_currency_code as currency,
        deals.close_on,
        coalesce(deals.hs_is_closed, lower(replace(deals.dealstage, ' ', '')) in ('closedwon', 'closedlost')) as is_closed,
        coalesce(deals.hs_is_closed_won, lower(replace(deals.dealstage, ' ', '')) = 'closedwon') as is_won,
        coalesce(deals.hs_v2_date_entered_closedwon, deals.closed_at) as stage_entered_at,
        deals.hs_analytics_source as lead_source,
        coalesce(deals.is_deleted, false) as is_deleted,
        deals.created_at,
        deals.updated_at,
        deals.source_file,
        deals.source_row
    from deals
    left join owner_names
        on deals.system = owner_names.system
        and lower(trim(deals.hubspot_owner_id)) = owner_names.name_or_email
)

select * from final
