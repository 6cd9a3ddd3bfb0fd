with
    conditions as (select * from {{ source('declared', 'rule_conditions') }}),

    rules as (select * from {{ source('declared', 'rules') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            conditions.rule_id,
            rules.system,
            rules.object,
            conditions.part,
            cast(conditions.condition_number as bigint) as condition_number,
            conditions.header,
            headers.value_position,
            conditions.operator,
            conditions.value,
            conditions.declared_in
        from conditions
        inner join rules on conditions.rule_id = rules.rule_id
        left join
            headers
            on rules.system = headers.system
            and rules.object = headers.object
            and conditions.header = headers.header
    )

select *
from final
