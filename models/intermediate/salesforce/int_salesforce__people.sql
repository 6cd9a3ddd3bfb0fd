-- Leads, contacts and person accounts. If a report contains only the name of the owner, the name
-- is looked up
-- among the users.
with
    leads as (select * from {{ ref('stg_salesforce__lead') }}),

    contacts as (select * from {{ ref('stg_salesforce__contact') }}),

    accounts as (select * from {{ ref('stg_salesforce__account') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_contacts as (select * from {{ ref('int_salesforce__person_contacts') }}),

    person_campaigns as (select * from {{ ref('int_salesforce__person_campaigns') }}),

    final as (
        select
            leads.system,
            'lead' as object,
            leads.record_id,
            leads.email,
            leads.first_name,
            leads.last_name,
            leads.full_name,
            leads.suffix as name_suffix,
            leads.title,
            leads.phone,
            leads.mobile_phone,
            cast(null as {{ dbt.type_string() }}) as other_phone,
            leads.company as company_name,
            cast(null as {{ dbt.type_string() }}) as company_key,
            leads.website,
            leads.street,
            leads.city,
            leads.state,
            leads.postal_code,
            leads.country,
            leads.industry,
            leads.number_of_employees as employee_count,
            leads.lead_source,
            leads.original_source_type as channel,
            lead_campaigns.campaign,
            leads.utm_source,
            leads.utm_medium,
            leads.utm_campaign,
            leads.utm_term,
            leads.utm_content,
            cast(null as {{ dbt.type_string() }}) as page,
            cast(null as {{ dbt.type_string() }}) as offer,
            leads.score,
            cast(null as {{ dbt.type_string() }}) as rejected_because,
            leads.status,
            {{ owner_key('leads', 'owner_names') }} as owner_key,
            leads.has_opted_out_of_email as is_opted_out,
            coalesce(leads.is_converted, leads.converted_at is not null) as is_converted,
            leads.converted_at,
            coalesce(
                person_contacts.person_key,
                {{ record_key('leads.system', "'contact'", 'leads.converted_contact_id') }}
            ) as converted_person_key,
            {{ record_key('leads.system', "'account'", 'leads.converted_account_id') }}
            as converted_company_key,
            {{ record_key('leads.system', "'opportunity'", 'leads.converted_opportunity_id') }}
            as converted_opportunity_key,
            {{ record_key('leads.system', "'lead'", 'leads.master_record_id') }} as merged_into_key,
            coalesce(leads.is_deleted, false) as is_deleted,
            {{ record_key('leads.system', "'owner'", 'leads.created_by_id') }} as created_by_key,
            leads.created_at,
            leads.updated_at,
            leads.source_file,
            leads.source_row
        from leads
        left join
            owner_names
            on leads.system = owner_names.system
            and {{ owner_lookup_text('leads') }} = owner_names.name_or_email
        left join
            person_contacts
            on leads.system = person_contacts.system
            and leads.converted_contact_id = person_contacts.contact_id
        left join
            person_campaigns as lead_campaigns
            on leads.system = lead_campaigns.system
            and leads.record_id = lead_campaigns.record_id
        union all
        select
            contacts.system,
            'contact' as object,
            contacts.record_id,
            contacts.email,
            contacts.first_name,
            contacts.last_name,
            contacts.full_name,
            contacts.suffix as name_suffix,
            contacts.title,
            contacts.phone,
            contacts.mobile_phone,
            coalesce(contacts.other_phone, contacts.home_phone) as other_phone,
            coalesce(accounts.name, contacts.account_name) as company_name,
            {{ record_key('contacts.system', "'account'", 'contacts.account_id') }} as company_key,
            accounts.website,
            contacts.mailing_street as street,
            contacts.mailing_city as city,
            contacts.mailing_state as state,
            contacts.mailing_postal_code as postal_code,
            contacts.mailing_country as country,
            accounts.industry,
            accounts.number_of_employees as employee_count,
            contacts.lead_source,
            contacts.original_source_type as channel,
            contact_campaigns.campaign,
            contacts.utm_source,
            contacts.utm_medium,
            contacts.utm_campaign,
            contacts.utm_term,
            contacts.utm_content,
            cast(null as {{ dbt.type_string() }}) as page,
            cast(null as {{ dbt.type_string() }}) as offer,
            contacts.score,
            cast(null as {{ dbt.type_string() }}) as rejected_because,
            cast(null as {{ dbt.type_string() }}) as status,
            {{ owner_key('contacts', 'owner_names') }} as owner_key,
            contacts.has_opted_out_of_email as is_opted_out,
            false as is_converted,
            cast(null as timestamp) as converted_at,
            cast(null as {{ dbt.type_string() }}) as converted_person_key,
            cast(null as {{ dbt.type_string() }}) as converted_company_key,
            cast(null as {{ dbt.type_string() }}) as converted_opportunity_key,
            {{ record_key('contacts.system', "'contact'", 'contacts.master_record_id') }}
            as merged_into_key,
            coalesce(contacts.is_deleted, false) as is_deleted,
            {{ record_key('contacts.system', "'owner'", 'contacts.created_by_id') }}
            as created_by_key,
            contacts.created_at,
            contacts.updated_at,
            contacts.source_file,
            contacts.source_row
        from contacts
        left join
            accounts
            on contacts.system = accounts.system
            and contacts.account_id = accounts.record_id
        left join
            owner_names
            on contacts.system = owner_names.system
            and {{ owner_lookup_text('contacts') }} = owner_names.name_or_email
        left join
            person_contacts
            on contacts.system = person_contacts.system
            and contacts.record_id = person_contacts.contact_id
        left join
            person_campaigns as contact_campaigns
            on contacts.system = contact_campaigns.system
            and contacts.record_id = contact_campaigns.record_id
        where person_contacts.contact_id is null
        union all
        select
            accounts.system,
            'account' as object,
            accounts.record_id,
            accounts.person_email as email,
            accounts.first_name,
            accounts.last_name,
            accounts.name as full_name,
            accounts.suffix as name_suffix,
            accounts.person_title as title,
            accounts.phone,
            accounts.person_mobile_phone as mobile_phone,
            cast(null as {{ dbt.type_string() }}) as other_phone,
            cast(null as {{ dbt.type_string() }}) as company_name,
            cast(null as {{ dbt.type_string() }}) as company_key,
            accounts.website,
            accounts.billing_street as street,
            coalesce(accounts.person_mailing_city, accounts.billing_city) as city,
            cast(null as {{ dbt.type_string() }}) as state,
            accounts.person_mailing_postal_code as postal_code,
            coalesce(accounts.person_mailing_country, accounts.billing_country) as country,
            accounts.industry,
            cast(null as {{ dbt.type_string() }}) as employee_count,
            accounts.person_lead_source as lead_source,
            cast(null as {{ dbt.type_string() }}) as channel,
            cast(null as {{ dbt.type_string() }}) as campaign,
            cast(null as {{ dbt.type_string() }}) as utm_source,
            cast(null as {{ dbt.type_string() }}) as utm_medium,
            cast(null as {{ dbt.type_string() }}) as utm_campaign,
            cast(null as {{ dbt.type_string() }}) as utm_term,
            cast(null as {{ dbt.type_string() }}) as utm_content,
            cast(null as {{ dbt.type_string() }}) as page,
            cast(null as {{ dbt.type_string() }}) as offer,
            cast(null as decimal(18, 4)) as score,
            cast(null as {{ dbt.type_string() }}) as rejected_because,
            cast(null as {{ dbt.type_string() }}) as status,
            {{ owner_key('accounts', 'owner_names') }} as owner_key,
            accounts.person_has_opted_out_of_email as is_opted_out,
            false as is_converted,
            cast(null as timestamp) as converted_at,
            cast(null as {{ dbt.type_string() }}) as converted_person_key,
            cast(null as {{ dbt.type_string() }}) as converted_company_key,
            cast(null as {{ dbt.type_string() }}) as converted_opportunity_key,
            {{ record_key('accounts.system', "'account'", 'accounts.master_record_id') }}
            as merged_into_key,
            coalesce(accounts.is_deleted, false) as is_deleted,
            {{ record_key('accounts.system', "'owner'", 'accounts.created_by_id') }}
            as created_by_key,
            accounts.created_at,
            accounts.updated_at,
            accounts.source_file,
            accounts.source_row
        from accounts
        left join
            owner_names
            on accounts.system = owner_names.system
            and {{ owner_lookup_text('accounts') }} = owner_names.name_or_email
        where accounts.is_person_account
    )

select *
from final
