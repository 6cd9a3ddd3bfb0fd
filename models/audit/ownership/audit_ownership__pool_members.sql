with
    pools as (select * from {{ ref('declared_routing_pools') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    owners as (select * from {{ ref('owners') }}),

    -- The stack names a member by address, id (Salesforce: 15 or 18 characters) or name.
    candidates as (
        select
            pools.routing_id,
            pools.pool,
            pools.kind as pool_kind,
            pools.member,
            pools.valid_from_at,
            pools.valid_until_at,
            owners.owner_key,
            owners.is_active,
            case
                when lower(trim(pools.member)) = owners.email
                then 1
                when trim(pools.member) in (owners.record_id, left(owners.record_id, 15))
                then 2
                when lower(trim(pools.member)) = lower(trim(owners.full_name))
                then 3
            end as match_rank
        from pools
        inner join routings on pools.routing_id = routings.routing_id
        left join
            owners
            on routings.system = owners.system
            and (
                lower(trim(pools.member)) = owners.email
                or trim(pools.member) in (owners.record_id, left(owners.record_id, 15))
                or lower(trim(pools.member)) = lower(trim(owners.full_name))
            )
    ),

    best as (
        select
            routing_id,
            pool,
            min(pool_kind) as pool_kind,
            member,
            valid_from_at,
            valid_until_at,
            owner_key,
            bool_or(is_active) as is_active,
            match_rank,
            min(match_rank) over (partition by routing_id, pool, member) as best_rank
        from candidates
        group by routing_id, pool, member, valid_from_at, valid_until_at, owner_key, match_rank
    ),

    final as (
        select
            routing_id,
            pool,
            pool_kind,
            member,
            valid_from_at,
            valid_until_at,
            owner_key,
            is_active,
            owner_key is not null as is_resolved
        from best
        where match_rank is not distinct from best_rank
    )

select *
from final
