with
    source as (select * from {{ source('declared', 'routing_rules') }}),

    final as (
        select
            routing_id,
            rule,
            cast(rule_order as bigint) as rule_order,
            pool,
            cast(condition_count as bigint) as condition_count,
            declared_in
        from source
    )

select *
from final
