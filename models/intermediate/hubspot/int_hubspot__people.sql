-- Contacts. The owner is an id in API files, a display name or address in record exports.
with
    contacts as (select * from {{ ref('stg_hubspot__contact') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    merged_away as (select * from {{ ref('int_hubspot__merge_losers') }}),

    final as (
        select
            contacts.system,
            'contact' as object,
            contacts.record_id,
            contacts.email,
            contacts.first_name,
            contacts.last_name,
            cast(null as {{ dbt.type_string() }}) as full_name,
            cast(null as {{ dbt.type_string() }}) as name_suffix,
            contacts.title,
            contacts.phone,
            contacts.mobile_phone,
            cast(null as {{ dbt.type_string() }}) as other_phone,
            contacts.company as company_name,
            {{ record_key('contacts.system', "'company'", first_id_in_list('contacts.associatedcompanyid')) }}
            as company_key,
            contacts.website,
            contacts.street,
            contacts.city,
            contacts.state,
            contacts.postal_code,
            contacts.country,
            contacts.industry,
            contacts.numemployees as employee_count,
            contacts.hs_analytics_source as lead_source,
            coalesce(contacts.hs_analytics_source, contacts.hs_latest_source) as channel,
            case
                when {{ normalise_stage('contacts.hs_analytics_source') }} = 'paidsocial'
                then contacts.hs_analytics_source_data_2
                when
                    {{ normalise_stage('contacts.hs_analytics_source') }}
                    in ('paidsearch', 'emailmarketing', 'othercampaigns')
                then contacts.hs_analytics_source_data_1
            end as campaign,
            contacts.utm_source,
            contacts.utm_medium,
            contacts.utm_campaign,
            contacts.utm_term,
            contacts.utm_content,
            contacts.hs_analytics_first_url as page,
            contacts.recent_conversion_event_name as offer,
            contacts.hubspotscore as score,
            cast(null as {{ dbt.type_string() }}) as rejected_because,
            coalesce(contacts.lifecyclestage, contacts.hs_lead_status) as status,
            {{ record_key('contacts.system', "'owner'", 'coalesce(owner_names.record_id, contacts.hubspot_owner_id)') }}
            as owner_key,
            contacts.hs_email_optout as is_opted_out,
            false as is_converted,
            cast(null as timestamp) as converted_at,
            cast(null as {{ dbt.type_string() }}) as converted_person_key,
            cast(null as {{ dbt.type_string() }}) as converted_company_key,
            cast(null as {{ dbt.type_string() }}) as converted_opportunity_key,
            merged_away.winner_key as merged_into_key,
            coalesce(contacts.is_deleted, false) as is_deleted,
            cast(null as {{ dbt.type_string() }}) as created_by_key,
            contacts.created_at,
            contacts.updated_at,
            contacts.source_file,
            contacts.source_row
        from contacts
        left join
            owner_names
            on contacts.system = owner_names.system
            and lower(trim(contacts.hubspot_owner_id)) = owner_names.name_or_email
        left join
            merged_away
            on {{ record_key('contacts.system', "'contact'", 'contacts.record_id') }}
            = merged_away.loser_key
    )

select *
from final
