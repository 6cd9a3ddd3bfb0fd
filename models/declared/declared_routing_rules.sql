with
    rules as (select * from {{ source('declared', 'routing_rules') }}),

    routings as (select * from {{ source('declared', 'routings') }}),

    systems as (select * from {{ source('declared', 'systems') }}),

    final as (
        select
            rules.routing_id,
            rules.rule,
            cast(rules.rule_order as bigint) as rule_order,
            rules.pool,
            cast(rules.condition_count as bigint) as condition_count,
            {{ declared_period('rules', "coalesce(systems.time_zone, 'UTC')") }},
            rules.declared_in
        from rules
        inner join routings on rules.routing_id = routings.routing_id
        left join systems on routings.system = systems.system
    )

select *
from final
