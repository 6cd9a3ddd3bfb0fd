{#
    Whether a step read the value as another type: leading zeros lost, a decimal point added, a
    long number in scientific notation or rounded to 15 digits, day and month exchanged, a date
    turned into a spreadsheet's day number.
#}
{% macro is_type_damaged(row) -%}
    {%- set source = row ~ '.source_text' -%}
    {%- set target = row ~ '.target_text' -%}
    {%- set source_digits = replace_pattern(source, '[^0-9]') -%}
    {%- set target_digits = replace_pattern(target, '[^0-9]') -%}
    {%- set mantissa = "split_part(replace(lower(" ~ target ~ "), '.', ''), 'e', 1)" -%}
    {%- set sure_digits = 'greatest(1, length(' ~ mantissa ~ ') - 1)' -%}
    case
        when
            {{ row }}.kind in ('text', 'picklist', 'id', 'phone', 'number', 'money')
            and {{ matches_pattern(target, '^[0-9]([.][0-9]+)?[eE][+]?[0-9]{1,2}$') }}
            and {{ matches_pattern(source, '^[+]?[0-9 ]+([.]0+)?$') }}
        -- The digits before the exponent, but for the last, which may be rounded.
        then
            substr({{ source_digits }}, 1, {{ sure_digits }})
            = substr({{ mantissa }}, 1, {{ sure_digits }})
        when
            {{ row }}.kind in ('text', 'picklist', 'id', 'phone')
            and {{ matches_pattern(target, '^[0-9]+([.]0)?$') }}
            and {{ matches_pattern(source, '^[+]?[0-9][0-9 ]*$') }}
        then
            {{ replace_pattern(source_digits, '^0+') }} = {{ replace_pattern(target, '[.]0$') }}
            or (
                length({{ source_digits }}) > 15
                and length({{ source_digits }}) = length({{ replace_pattern(target, '[.]0$') }})
                and substr({{ source_digits }}, 1, 15) = substr({{ target }}, 1, 15)
            )
        when {{ row }}.kind in ('text', 'id') and {{ matches_pattern(source, '^0+[0-9a-zA-Z-]+$') }}
        then {{ replace_pattern('lower(' ~ source ~ ')', '^0+') }} = lower({{ target }})
        when
            {{ row }}.kind in ('date', 'timestamp')
            and {{ matches_pattern(row ~ '.source_form', '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
        then
            case
                when {{ matches_pattern(row ~ '.target_form', '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
                then {{ swap_day_month(row ~ '.source_form') }} = {{ row }}.target_form
                when {{ matches_pattern(target, '^[0-9]{5}$') }}
                then
                    {{ dbt.datediff(
                        "cast('1899-12-30' as date)",
                        'try_cast(substr(' ~ row ~ '.source_form, 1, 10) as date)',
                        'day'
                    ) }} = cast({{ target_digits }} as bigint)
                else false
            end
        else false
    end
{%- endmacro %}
