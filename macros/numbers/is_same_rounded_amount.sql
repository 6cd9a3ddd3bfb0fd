{#
    Whether two amounts, as forms of normalise_value, are equal at the decimals of the coarser one,
    at least two: 1000.005 of a CRM is 1000.01 on an invoice.
#}
{% macro is_same_rounded_amount(a, b) -%}
    {%- set number = '^-?[0-9]+([.][0-9]+)?$' -%}
    {%- set x = 'try_cast(' ~ a ~ ' as decimal(18, 4))' -%}
    {%- set y = 'try_cast(' ~ b ~ ' as decimal(18, 4))' -%}
    case
        when {{ matches_pattern(a, number) }} and {{ matches_pattern(b, number) }}
        then
            case
                least(length(split_part({{ a }}, '.', 2)), length(split_part({{ b }}, '.', 2)))
                when 4
                then {{ x }} = {{ y }}
                when 3
                then round({{ x }}, 3) = round({{ y }}, 3)
                else round({{ x }}, 2) = round({{ y }}, 2)
            end
        else false
    end
{%- endmacro %}
