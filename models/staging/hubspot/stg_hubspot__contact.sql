with
    source as (select * from {{ source('raw_hubspot', 'contact') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'contact'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.hs_additional_emails') }} as hs_additional_emails,
            {{ null_token('source.firstname') }} as first_name,
            {{ null_token('source.lastname') }} as last_name,
            {{ null_token('source.jobtitle') }} as title,
            {{ null_token('source.company') }} as company,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.mobilephone') }} as mobile_phone,
            {{ null_token('source.address') }} as street,
            {{ null_token('source.city') }} as city,
            {{ null_token('source.state') }} as state,
            {{ null_token('source.zip') }} as postal_code,
            {{ null_token('source.country') }} as country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.numemployees') }} as numemployees,
            {{ null_token('source.hs_analytics_source') }} as hs_analytics_source,
            {{ null_token('source.hs_analytics_source_data_1') }} as hs_analytics_source_data_1,
            {{ null_token('source.hs_analytics_source_data_2') }} as hs_analytics_source_data_2,
            {{ null_token('source.hs_latest_source') }} as hs_latest_source,
            {{ null_token('source.recent_conversion_event_name') }} as recent_conversion_event_name,
            {{ null_token('source.hs_analytics_first_url') }} as hs_analytics_first_url,
            {{ null_token('source.utm_source') }} as utm_source,
            {{ null_token('source.utm_medium') }} as utm_medium,
            {{ null_token('source.utm_campaign') }} as utm_campaign,
            {{ null_token('source.utm_term') }} as utm_term,
            {{ null_token('source.utm_content') }} as utm_content,
            {{ money_of('hubspotscore') }} as hubspotscore,
            {{ null_token('source.lifecyclestage') }} as lifecyclestage,
            {{ null_token('source.hs_lead_status') }} as hs_lead_status,
            {{ id_of('hubspot_owner_id') }} as hubspot_owner_id,
            {{ id_of('associatedcompanyid') }} as associatedcompanyid,
            {{ null_token('source.hs_merged_object_ids') }} as hs_merged_object_ids,
            {{ null_token('source.hs_calculated_merged_vids') }} as hs_calculated_merged_vids,
            {{ to_opted_out('source.hs_email_optout') }} as hs_email_optout,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('hs_lifecyclestage_subscriber_date') }} as hs_lifecyclestage_subscriber_date,
            {{ time_of('hs_v2_date_entered_subscriber') }} as hs_v2_date_entered_subscriber,
            {{ time_of('hs_lifecyclestage_lead_date') }} as hs_lifecyclestage_lead_date,
            {{ time_of('hs_v2_date_entered_lead') }} as hs_v2_date_entered_lead,
            {{ time_of('hs_lifecyclestage_marketingqualifiedlead_date') }}
            as hs_lifecyclestage_marketingqualifiedlead_date,
            {{ time_of('hs_v2_date_entered_marketingqualifiedlead') }}
            as hs_v2_date_entered_marketingqualifiedlead,
            {{ time_of('hs_lifecyclestage_salesqualifiedlead_date') }}
            as hs_lifecyclestage_salesqualifiedlead_date,
            {{ time_of('hs_v2_date_entered_salesqualifiedlead') }}
            as hs_v2_date_entered_salesqualifiedlead,
            {{ time_of('hs_lifecyclestage_opportunity_date') }}
            as hs_lifecyclestage_opportunity_date,
            {{ time_of('hs_v2_date_entered_opportunity') }} as hs_v2_date_entered_opportunity,
            {{ time_of('hs_lifecyclestage_customer_date') }} as hs_lifecyclestage_customer_date,
            {{ time_of('hs_v2_date_entered_customer') }} as hs_v2_date_entered_customer,
            {{ time_of('hs_lifecyclestage_evangelist_date') }} as hs_lifecyclestage_evangelist_date,
            {{ time_of('hs_v2_date_entered_evangelist') }} as hs_v2_date_entered_evangelist,
            {{ time_of('hs_lifecyclestage_other_date') }} as hs_lifecyclestage_other_date,
            {{ time_of('hs_v2_date_entered_other') }} as hs_v2_date_entered_other,
            {{ time_of('createdate') }} as created_at,
            {{ time_of('lastmodifieddate') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
