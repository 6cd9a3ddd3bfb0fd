-- The label of each stage and owner, from the record exports or from the pipelines. History
-- and APIs contain internal names and ids (marketingqualifiedlead, 501), record exports
-- contain labels (Marketing Qualified Lead, Dana Cole). Without one common form, history and
-- record would never match.
with
    contacts as (select * from {{ ref('stg_hubspot__contact') }}),

    companies as (select * from {{ ref('stg_hubspot__company') }}),

    deals as (select * from {{ ref('stg_hubspot__deal') }}),

    pipeline_stages as (
        select * from {{ ref('stg_hubspot__pipeline_stage') }} where label is not null
    ),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    stored_values as (
        select
            system,
            'contact' as object,
            'lifecyclestage' as column_name,
            lifecyclestage as held_value
        from contacts
        union all
        select
            system,
            'contact' as object,
            'hs_lead_status' as column_name,
            hs_lead_status as held_value
        from contacts
        union all
        select
            deals.system,
            'deal' as object,
            'dealstage' as column_name,
            coalesce(pipeline_stages.label, deals.dealstage) as held_value
        from deals
        left join
            pipeline_stages
            on deals.system = pipeline_stages.system
            and deals.dealstage = pipeline_stages.stage_id
    ),

    labelled as (
        select
            system,
            object,
            column_name,
            {{ normalise_stage('held_value') }} as value_text,
            held_value
        from stored_values
        where held_value is not null
        union all
        select
            system,
            'deal' as object,
            'dealstage' as column_name,
            {{ normalise_stage('stage_id') }} as value_text,
            label as held_value
        from pipeline_stages
    ),

    stored_owners as (
        select system, 'contact' as object, hubspot_owner_id as held_value
        from contacts
        union all
        select system, 'company' as object, hubspot_owner_id as held_value
        from companies
        union all
        select system, 'deal' as object, hubspot_owner_id as held_value
        from deals
    ),

    final as (
        select system, object, column_name, value_text, min(held_value) as held_value
        from labelled
        group by 1, 2, 3, 4
        union all
        select
            stored_owners.system,
            stored_owners.object,
            'hubspot_owner_id' as column_name,
            {{ normalise_stage('owner_names.record_id') }} as value_text,
            min(stored_owners.held_value) as held_value
        from stored_owners
        inner join
            owner_names
            on stored_owners.system = owner_names.system
            and lower(trim(stored_owners.held_value)) = owner_names.name_or_email
        group by 1, 2, 3, 4
    )

select *
from final
