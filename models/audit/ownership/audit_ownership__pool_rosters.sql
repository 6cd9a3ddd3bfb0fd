with
    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    -- A roster holds until the next member joins or leaves.
    starts as (
        select routing_id, pool, valid_from_at as starts_at
        from pool_members
        where valid_from_at is not null
        union
        select routing_id, pool, valid_until_at as starts_at
        from pool_members
        where valid_until_at is not null
        union
        select routing_id, pool, cast('1900-01-01' as timestamp) as starts_at
        from pool_members
    ),

    rosters as (
        select
            routing_id,
            pool,
            starts_at,
            coalesce(
                lead(starts_at) over (partition by routing_id, pool order by starts_at),
                cast('9999-12-31' as timestamp)
            ) as ends_at
        from starts
    ),

    final as (
        select distinct
            rosters.routing_id,
            rosters.pool,
            rosters.starts_at,
            rosters.ends_at,
            pool_members.pool_kind,
            pool_members.member,
            pool_members.owner_key
        from rosters
        inner join
            pool_members
            on rosters.routing_id = pool_members.routing_id
            and rosters.pool = pool_members.pool
            and {{ is_in_period('rosters.starts_at', 'pool_members') }}
    )

select *
from final
