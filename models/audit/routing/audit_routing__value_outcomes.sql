with
    inputs as (select * from {{ ref('audit_routing__inputs') }}),

    conditions as (select * from {{ ref('declared_routing_conditions') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    file_columns as (select * from {{ ref('file_columns') }}),

    value_aliases as (select * from {{ ref('value_aliases') }}),

    -- The decimal mark of a column, if all its files agree.
    marks as (
        select
            routings.routing_id, file_columns.column_name, min(file_columns.read_as) as decimal_mark
        from routings
        inner join
            file_columns
            on routings.system = file_columns.system
            and routings.object = file_columns.object
        where file_columns.kind = 'number' and file_columns.read_as in ('point', 'comma')
        group by routings.routing_id, file_columns.column_name
        having min(file_columns.read_as) = max(file_columns.read_as)
    ),

    distinct_values as (select distinct routing_id, column_name, value_folded from inputs),

    -- A country is the same one in every spelling, as in the comparison of fields.
    read_values as (
        select
            distinct_values.routing_id,
            distinct_values.column_name,
            distinct_values.value_folded,
            conditions.rule,
            conditions.condition_number,
            conditions.header,
            conditions.operator,
            coalesce(marks.decimal_mark, 'point') as decimal_mark,
            conditions.value as wanted,
            held_alias.value as held_alias,
            wanted_alias.value as wanted_alias
        from distinct_values
        inner join
            conditions
            on distinct_values.routing_id = conditions.routing_id
            and distinct_values.column_name = conditions.column_name
        left join
            marks
            on distinct_values.routing_id = marks.routing_id
            and distinct_values.column_name = marks.column_name
        left join
            value_aliases as held_alias
            on lower(conditions.header) like '%' || held_alias.domain || '%'
            and distinct_values.value_folded = held_alias.alias
        left join
            value_aliases as wanted_alias
            on held_alias.domain = wanted_alias.domain
            and lower(trim(conditions.value)) = wanted_alias.alias
    ),

    compared as (
        select
            read_values.*,
            case
                when operator in ('in', 'not_in') and held_alias = wanted_alias
                then case operator when 'in' then 'met' else 'failed' end
                else {{ condition_outcome('value_folded', 'operator', 'wanted', 'decimal_mark') }}
            end as outcome
        from read_values
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
