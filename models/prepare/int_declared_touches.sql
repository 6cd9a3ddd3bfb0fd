{{ config(materialized='table') }}

-- The first rule whose conditions are all met; a blank or unexported value meets none but is_blank.
with
    rules as (select * from {{ ref('declared_touch_rules') }}),

    record_values as (select * from {{ ref('int_record_values') }}),

    outcomes as (
        select
            record_values.system,
            record_values.object,
            record_values.record_id,
            rules.rule_order,
            rules.touch_class,
            rules.declared_by,
            rules.declared_in,
            rules.condition_number,
            rules.operator,
            {{ condition_outcome(
            value_at('record_values.column_values', 'rules.value_position'),
            'rules.operator', 'rules.value'
        ) }} as outcome
        from rules
        inner join
            record_values
            on rules.system = record_values.system
            and rules.object = record_values.object
        where rules.value_position is not null
    ),

    -- A rule with a condition on a column that no export has does not apply.
    rule_sizes as (
        select system, object, rule_order, count(distinct condition_number) as condition_count
        from rules
        group by system, object, rule_order
    ),

    conditions as (
        select
            system,
            object,
            record_id,
            rule_order,
            min(touch_class) as touch_class,
            min(declared_by) as declared_by,
            min(declared_in) as declared_in,
            case
                when max(operator) = 'not_in'
                then min(case when outcome = 'met' then 1 else 0 end)
                else max(case when outcome = 'met' then 1 else 0 end)
            end as is_met
        from outcomes
        group by system, object, record_id, rule_order, condition_number
    ),

    matches as (
        select
            conditions.system,
            conditions.object,
            conditions.record_id,
            conditions.rule_order,
            min(conditions.touch_class) as touch_class,
            min(conditions.declared_by) as declared_by,
            min(conditions.declared_in) as declared_in
        from conditions
        inner join
            rule_sizes
            on conditions.system = rule_sizes.system
            and conditions.object = rule_sizes.object
            and conditions.rule_order = rule_sizes.rule_order
        group by conditions.system, conditions.object, conditions.record_id, conditions.rule_order
        having sum(conditions.is_met) = max(rule_sizes.condition_count)
    ),

    final as (
        select
            system,
            object,
            record_id,
            min_by(touch_class, rule_order) as touch_class,
            min_by(declared_by, rule_order) as declared_by,
            min_by(declared_in, rule_order) as declared_in
        from matches
        group by system, object, record_id
    )

select *
from final
