with
    inputs as (select * from {{ ref('audit_routing__inputs') }}),

    conditions as (select * from {{ ref('declared_routing_conditions') }}),

    distinct_values as (select distinct routing_id, column_name, value_folded from inputs),

    compared as (
        select
            distinct_values.routing_id,
            distinct_values.column_name,
            distinct_values.value_folded,
            conditions.rule,
            conditions.condition_number,
            conditions.header,
            conditions.operator,
            {{ condition_outcome(
            'distinct_values.value_folded', 'conditions.operator', 'conditions.value'
        ) }} as outcome
        from distinct_values
        inner join
            conditions
            on distinct_values.routing_id = conditions.routing_id
            and distinct_values.column_name = conditions.column_name
    ),

    -- `in` is met by one allowed value; `not_in` fails with one forbidden value.
    final as (
        select
            routing_id,
            column_name,
            value_folded,
            rule,
            condition_number,
            header,
            case
                when bool_or(outcome = 'blank')
                then 'blank'
                when min(operator) = 'in' and bool_or(outcome = 'met')
                then 'met'
                when bool_or(outcome = 'failed')
                then 'failed'
                else 'met'
            end as outcome
        from compared
        group by routing_id, column_name, value_folded, rule, condition_number, header
    )

select *
from final
