with
    companies as (select * from {{ ref('companies') }}),

    owners as (select * from {{ ref('owners') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    -- Only a system with company owners can name the owner of a customer.
    owning_systems as (
        select companies.system, min(routings.handoff_id) as handoff_id
        from companies
        left join routings on companies.system = routings.system
        where companies.owner_key is not null
        group by companies.system
    ),

    final as (
        select
            companies.company_key,
            companies.system,
            owning_systems.handoff_id,
            companies.owner_key,
            owners.kind as owner_kind,
            owners.is_active as is_owner_active,
            coalesce(
                companies.owner_key is null or owners.is_active = false, false
            ) as is_without_active_owner
        from companies
        inner join owning_systems on companies.system = owning_systems.system
        left join owners on companies.owner_key = owners.owner_key
        where
            companies.is_customer
            and not coalesce(companies.is_deleted, false)
            and companies.merged_into_key is null
    )

select *
from final
