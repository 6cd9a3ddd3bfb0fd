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
            case
                when companies.owner_key is null
                then true
                when owners.kind = 'queue'
                then false
                else not owners.is_active
            end as is_without_active_owner,
            case
                when companies.owner_key is null or owners.kind = 'queue'
                then null
                when owners.owner_key is null
                then
                    'owner ' || substring(
                        companies.owner_key, position('/owner/' in companies.owner_key) + 7
                    )
                    || ' is in no export of owners'
                when owners.is_active is null
                then 'no export says whether its owner is active'
            end as not_judged_because
        from companies
        inner join owning_systems on companies.system = owning_systems.system
        left join owners on companies.owner_key = owners.owner_key
        where
            -- null means no export says that it is a customer or was deleted.
            companies.is_customer
            and not coalesce(companies.is_deleted, false)
            and companies.merged_into_key is null
    )

select *
from final
