with
    rules as (select * from {{ source('declared', 'touch_rules') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            rules.system,
            rules.object,
            cast(rules.rule_order as bigint) as rule_order,
            rules.touch_class,
            rules.declared_by,
            cast(rules.condition_number as bigint) as condition_number,
            rules.header,
            headers.value_position,
            rules.operator,
            rules.value,
            rules.declared_in
        from rules
        left join
            headers
            on rules.system = headers.system
            and rules.object = headers.object
            and rules.header = headers.header
    )

select *
from final
