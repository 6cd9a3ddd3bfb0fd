-- The person is the named or primary contact, else any contact with a role, else the lead
-- that was converted into the deal.
with
    opportunities as (select * from {{ ref('stg_salesforce__opportunity') }}),

    roles as (
        select *
        from {{ ref('stg_salesforce__opportunity_contact_role') }}
        where not coalesce(is_deleted, false)
    ),

    leads as (select * from {{ ref('stg_salesforce__lead') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    contacts as (
        select system, opportunity_id, contact_id
        from roles
        qualify
            row_number() over (
                partition by system, opportunity_id
                order by coalesce(is_primary, false) desc, created_at nulls last, contact_id
            )
            = 1
    ),

    converted as (
        select system, converted_opportunity_id as opportunity_id, min(record_id) as lead_id
        from leads
        where converted_opportunity_id is not null
        group by 1, 2
    ),

    final as (
        select
            opportunities.system,
            'opportunity' as object,
            opportunities.record_id,
            opportunities.name,
            {{ record_key('opportunities.system', "'account'", 'opportunities.account_id') }}
            as company_key,
            coalesce(
                {{ record_key('opportunities.system', "'contact'", 'coalesce(opportunities.contact_id, contacts.contact_id)') }},
                {{ record_key('opportunities.system', "'lead'", 'converted.lead_id') }}
            ) as person_key,
            {{ owner_key('opportunities', 'owner_names') }} as owner_key,
            cast(null as {{ dbt.type_string() }}) as pipeline,
            opportunities.type_value,
            opportunities.stage_name as stage_value,
            opportunities.stage_name as stage_word,
            opportunities.amount,
            opportunities.currency_iso_code as currency,
            opportunities.close_on,
            opportunities.is_closed,
            opportunities.is_won,
            cast(null as timestamp) as stage_entered_at,
            opportunities.lead_source,
            coalesce(opportunities.is_deleted, false) as is_deleted,
            opportunities.created_at,
            opportunities.updated_at,
            opportunities.source_file,
            opportunities.source_row
        from opportunities
        left join
            contacts
            on opportunities.system = contacts.system
            and opportunities.record_id = contacts.opportunity_id
        left join
            converted
            on opportunities.system = converted.system
            and opportunities.record_id = converted.opportunity_id
        left join
            owner_names
            on opportunities.system = owner_names.system
            and {{ owner_lookup_text('opportunities') }} = owner_names.name_or_email
    )

select *
from final
