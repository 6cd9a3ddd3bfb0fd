-- Leads and contacts. If a report contains only the name of the owner, the name is looked up
-- among the users.
with
    leads as (select * from {{ ref('stg_salesforce__lead') }}),

    contacts as (select * from {{ ref('stg_salesforce__contact') }}),

    accounts as (select * from {{ ref('stg_salesforce__account') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

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
            coalesce(leads.phone, leads.mobile_phone) as phone,
            leads.company as company_name,
            cast(null as {{ dbt.type_string() }}) as company_key,
            leads.website,
            leads.city,
            leads.state,
            leads.postal_code,
            leads.country,
            leads.industry,
            leads.number_of_employees as employee_count,
            leads.lead_source,
            leads.status,
            {{ owner_key('leads', 'owner_names') }} as owner_key,
            leads.has_opted_out_of_email as is_opted_out,
            coalesce(leads.is_converted, leads.converted_at is not null) as is_converted,
            leads.converted_at,
            {{ record_key('leads.system', "'contact'", 'leads.converted_contact_id') }}
            as converted_person_key,
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
            coalesce(contacts.phone, contacts.mobile_phone) as phone,
            coalesce(accounts.name, contacts.account_name) as company_name,
            {{ record_key('contacts.system', "'account'", 'contacts.account_id') }} as company_key,
            accounts.website,
            contacts.mailing_city as city,
            contacts.mailing_state as state,
            contacts.mailing_postal_code as postal_code,
            contacts.mailing_country as country,
            accounts.industry,
            accounts.number_of_employees as employee_count,
            contacts.lead_source,
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
    )

select *
from final
