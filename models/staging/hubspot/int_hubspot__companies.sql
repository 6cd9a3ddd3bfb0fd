with companies as (
    select * from {{ ref('stg_hubspot__company') }}
),

owner_names as (
    select * from {{ ref('int_owner_lookup') }}
),

final as (
    select
        companies.system,
        'company' as object,
        companies.record_id,
        companies.name,
        coalesce(companies.domain, companies.website) as website,
        companies.phone,
        companies.city,
        companies.country,
        companies.industry,
        companies.numberofemployees as employee_count,
        lower(companies.lifecyclestage) = 'customer' or lower(companies.type) = 'customer' as is_customer,
        {{ record_key('companies.system', "'company'", 'companies.hs_parent_company_id') }} as parent_company_key,
        {{ record_key('companies.system', "'owner'", 'coalesce(owner_names.record_id, companies.hubspot_owner_id)') }} as owner_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_key,
        coalesce(companies.is_deleted, false) as is_deleted,
        companies.created_at,
        companies.updated_at,
        companies.source_file,
        companies.source_row
    from companies
    left join owner_names
        on companies.system = owner_names.system
        and lower(trim(companies.hubspot_owner_id)) = owner_names.name_or_email
)

select * from final
