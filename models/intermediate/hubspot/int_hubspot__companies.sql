with
    companies as (select * from {{ ref('stg_hubspot__company') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    merged_away as (select * from {{ ref('int_hubspot__merge_losers') }}),

    final as (
        select
            companies.system,
            'company' as object,
            companies.record_id,
            companies.name,
            coalesce(companies.domain, companies.website) as website,
            companies.phone,
            cast(null as {{ dbt.type_string() }}) as tax_id,
            companies.street,
            companies.postal_code,
            companies.city,
            companies.country,
            companies.industry,
            companies.numberofemployees as employee_count,
            lower(companies.lifecyclestage) = 'customer'
            or lower(companies.type) = 'customer' as is_customer,
            {{ record_key('companies.system', "'company'", 'companies.hs_parent_company_id') }}
            as parent_company_key,
            {{ record_key('companies.system', "'owner'", 'coalesce(owner_names.record_id, companies.hubspot_owner_id)') }}
            as owner_key,
            merged_away.winner_key as merged_into_key,
            coalesce(companies.is_deleted, false) as is_deleted,
            companies.created_at,
            companies.updated_at,
            companies.source_file,
            companies.source_row
        from companies
        left join
            owner_names
            on companies.system = owner_names.system
            and lower(trim(companies.hubspot_owner_id)) = owner_names.name_or_email
        left join
            merged_away
            on {{ record_key('companies.system', "'company'", 'companies.record_id') }}
            = merged_away.loser_key
    )

select *
from final
