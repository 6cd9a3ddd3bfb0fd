{{ config(materialized='table') }}
-- The number format of a column: one decimal mark per file and column, decided by all its
-- values. A mark before one, two or more than three digits is decimal. 1,234 alone decides
-- nothing.
with
    counted as (select * from {{ ref('int_column_counts') }} where kind = 'number'),

    nonstandard_values as (select * from {{ ref('int_nonstandard_values') }} where kind = 'number'),

    systems as (select * from {{ ref('declared_systems') }}),

    marked as (select format_key, {{ decimal_mark_of('value') }} as mark from nonstandard_values),

    weighed as (
        select
            format_key,
            count_if(mark = 'point') as point_values,
            count_if(mark = 'comma') as comma_values,
            count_if(mark = 'open') as open_values
        from marked
        group by 1
    ),

    joined as (
        select
            counted.format_key,
            systems.decimal_mark as declared_mark,
            counted.point_values + coalesce(weighed.point_values, 0) as point_values,
            coalesce(weighed.comma_values, 0) as comma_values,
            coalesce(weighed.open_values, 0) as open_values
        from counted
        left join weighed on counted.format_key = weighed.format_key
        left join systems on counted.system = systems.system
    ),

    judged as (
        select
            *,
            point_values > 0 and comma_values > 0 as is_contradictory,
            open_values > 0 and point_values = 0 and comma_values = 0 as is_open,
            coalesce(
                case
                    declared_mark
                    when 'point'
                    then comma_values > 0
                    when 'comma'
                    then point_values > 0
                end,
                false
            ) as is_against_declared,
            coalesce(
                declared_mark,
                case
                    when point_values > 0 and comma_values = 0
                    then 'point'
                    when comma_values > 0 and point_values = 0
                    then 'comma'
                end
            ) as decimal_mark
        from joined
    ),

    final as (
        select
            format_key,
            point_values,
            comma_values,
            open_values,
            declared_mark,
            decimal_mark,
            is_open and declared_mark is null as is_ambiguous,
            is_contradictory,
            is_against_declared,
            case
                when is_contradictory
                then
                    point_values
                    || ' values have a decimal point, '
                    || comma_values
                    || ' a decimal comma'
                when is_against_declared
                then
                    (point_values + comma_values)
                    || ' values contradict the declared decimal '
                    || declared_mark
                when open_values = 0
                then 'no value has a mark to decide'
                when declared_mark is not null
                then 'declared'
                when is_open
                then
                    open_values || ' values could be thousands or thousandths: declare decimal_mark'
                else (point_values + comma_values) || ' values show the decimal ' || decimal_mark
            end as reason
        from judged
    )

select *
from final
