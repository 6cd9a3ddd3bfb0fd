with
    -- A person account is a person.
    accounts as (select * from {{ ref('stg_salesforce__account') }} where not is_person_account),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    final as (
        select
            accounts.system,
            'account' as object,
            accounts.record_id,
            accounts.name,
            accounts.website,
            accounts.phone,
            cast(null as {{ dbt.type_string() }}) as tax_id,
            accounts.billing_street as street,
            accounts.billing_postal_code as postal_code,
            accounts.billing_city as city,
            accounts.billing_country as country,
            accounts.industry,
            accounts.number_of_employees as employee_count,
            lower(accounts.type) like 'customer%' as is_customer,
            {{ record_key('accounts.system', "'account'", 'accounts.parent_id') }}
            as parent_company_key,
            {{ owner_key('accounts', 'owner_names') }} as owner_key,
            {{ record_key('accounts.system', "'account'", 'accounts.master_record_id') }}
            as merged_into_key,
            coalesce(accounts.is_deleted, false) as is_deleted,
            accounts.created_at,
            accounts.updated_at,
            accounts.source_file,
            accounts.source_row
        from accounts
        left join
            owner_names
            on accounts.system = owner_names.system
            and {{ owner_lookup_text('accounts') }} = owner_names.name_or_email
    )

select *
from final
