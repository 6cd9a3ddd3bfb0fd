-- Record exports contain the label of a stage, connectors its id: both become the label. The
-- links of a deal are in its row or in association tables; there the primary company (type 5)
-- comes first.
with
    deals as (select * from {{ ref('stg_hubspot__deal') }}),

    stages as (select * from {{ ref('stg_hubspot__pipeline_stage') }}),

    associations as (select * from {{ ref('stg_hubspot__deal_association') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    linked_contacts as (
        select system, deal_id, min(contact_id) as contact_id
        from associations
        where contact_id is not null
        group by 1, 2
    ),

    linked_companies as (
        select
            system,
            deal_id,
            coalesce(
                min(case when type_id = '5' then company_id end), min(company_id)
            ) as company_id
        from associations
        where company_id is not null
        group by 1, 2
    ),

    final as (
        select
            deals.system,
            'deal' as object,
            deals.record_id,
            deals.dealname as name,
            {{ record_key('deals.system', "'company'", 'coalesce(' ~ first_id_in_list('deals.associated_company_ids') ~ ', linked_companies.company_id)') }}
            as company_key,
            {{ record_key('deals.system', "'contact'", 'coalesce(' ~ first_id_in_list('deals.associated_contact_ids') ~ ', linked_contacts.contact_id)') }}
            as person_key,
            {{ record_key('deals.system', "'owner'", 'coalesce(owner_names.record_id, deals.hubspot_owner_id)') }}
            as owner_key,
            deals.pipeline,
            deals.dealtype as type_value,
            coalesce(stages.label, deals.dealstage) as stage_value,
            coalesce(deals.dealstage, stages.label) as stage_word,
            deals.amount,
            deals.deal_currency_code as currency,
            deals.close_on,
            coalesce(deals.hs_is_closed, stages.is_closed) as is_closed,
            coalesce(deals.hs_is_closed_won, stages.is_won) as is_won,
            coalesce(deals.hs_v2_date_entered_closedwon, deals.closed_at) as stage_entered_at,
            deals.hs_analytics_source as lead_source,
            coalesce(deals.is_deleted, false) as is_deleted,
            deals.created_at,
            deals.updated_at,
            deals.source_file,
            deals.source_row
        from deals
        left join
            owner_names
            on deals.system = owner_names.system
            and lower(trim(deals.hubspot_owner_id)) = owner_names.name_or_email
        left join stages on deals.system = stages.system and deals.dealstage = stages.stage_id
        left join
            linked_contacts
            on deals.system = linked_contacts.system
            and deals.record_id = linked_contacts.deal_id
        left join
            linked_companies
            on deals.system = linked_companies.system
            and deals.record_id = linked_companies.deal_id
    )

select *
from final
