with
    pools as (select * from {{ source('declared', 'routing_pools') }}),

    routings as (select * from {{ source('declared', 'routings') }}),

    systems as (select * from {{ source('declared', 'systems') }}),

    final as (
        select
            pools.routing_id,
            pools.pool,
            pools.kind,
            pools.member,
            {{ declared_period('pools', "coalesce(systems.time_zone, 'UTC')") }},
            pools.declared_in
        from pools
        inner join routings on pools.routing_id = routings.routing_id
        left join systems on routings.system = systems.system
    )

select *
from final
