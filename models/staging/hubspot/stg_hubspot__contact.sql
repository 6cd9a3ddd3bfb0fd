with source as (
    select * from {{ source('raw_hubspot', 'contact') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.email') }} as email,
        {{ null_token('source.firstname') }} as first_name,
        {{ null_token('source.lastname') }} as last_name,
        {{ null_token('source.jobtitle') }} as title,
        {{ null_token('source.company') }} as company,
        {{ null_token('source.website') }} as website,
        coalesce({{ null_token('source.phone') }}, {{ null_token('source.mobilephone') }}) as phone,
        {{ null_token('source.city') }} as city,
        {{ null_token('source.state') }} as state,
        {{ null_token('source.zip') }} as postal_code,
        {{ null_token('source.country') }} as country,
        {{ null_token('source.industry') }} as industry,
        {{ null_token('source.numemployees') }} as numemployees,
        {{ null_token('source.hs_analytics_source') }} as hs_analytics_source,
        {{ null_token('source.lifecyclestage') }} as lifecyclestage,
        {{ null_token('source.hs_lead_status') }} as hs_lead_status,
        {{ null_token('source.hubspot_owner_id') }} as hubspot_owner_id,
        {{ null_token('source.associatedcompanyid') }} as associatedcompanyid,
        {{ null_token('source.hs_merged_object_ids') }} as hs_merged_object_ids,
        {{ null_token('source.hs_calculated_merged_vids') }} as hs_calculated_merged_vids,
        {{ to_boolean('source.hs_email_optout') }} as hs_email_optout,
        {{ is_gone() }} as is_deleted,
        {{ utc_ts('source.hs_lifecyclestage_subscriber_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_subscriber_date,
        {{ utc_ts('source.hs_v2_date_entered_subscriber', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_subscriber,
        {{ utc_ts('source.hs_lifecyclestage_lead_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_lead_date,
        {{ utc_ts('source.hs_v2_date_entered_lead', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_lead,
        {{ utc_ts('source.hs_lifecyclestage_marketingqualifiedlead_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_marketingqualifiedlead_date,
        {{ utc_ts('source.hs_v2_date_entered_marketingqualifiedlead', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_marketingqualifiedlead,
        {{ utc_ts('source.hs_lifecyclestage_salesqualifiedlead_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_salesqualifiedlead_date,
        {{ utc_ts('source.hs_v2_date_entered_salesqualifiedlead', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_salesqualifiedlead,
        {{ utc_ts('source.hs_lifecyclestage_opportunity_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_opportunity_date,
        {{ utc_ts('source.hs_v2_date_entered_opportunity', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_opportunity,
        {{ utc_ts('source.hs_lifecyclestage_customer_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_customer_date,
        {{ utc_ts('source.hs_v2_date_entered_customer', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_customer,
        {{ utc_ts('source.hs_lifecyclestage_evangelist_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_evangelist_date,
        {{ utc_ts('source.hs_v2_date_entered_evangelist', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_evangelist,
        {{ utc_ts('source.hs_lifecyclestage_other_date', 'systems.time_zone', 'systems.date_order') }} as hs_lifecyclestage_other_date,
        {{ utc_ts('source.hs_v2_date_entered_other', 'systems.time_zone', 'systems.date_order') }} as hs_v2_date_entered_other,
        {{ utc_ts('source.createdate', 'systems.time_zone', 'systems.date_order') }} as created_at,
        {{ utc_ts('source.lastmodifieddate', 'systems.time_zone', 'systems.date_order') }} as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
