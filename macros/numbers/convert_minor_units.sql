{#
    Converts a parsed amount (money_of) to major units if the API delivers whole minor units. A
    decimal point in the text means major units.

    text          the text as delivered, amount  what was read of it.
    is_minor      SQL condition: the file gives minor units.
    minor_digits  SQL expression: decimals of the currency (0 for JPY); null means 2.
#}
{% macro convert_minor_units(text, amount, is_minor, minor_digits) -%}
    cast(
        case
            when {{ is_minor }} and {{ text }} not like '%.%'
            then
                {{ amount }} * case
                    coalesce({{ minor_digits }}, 2) when 0 then 1.000 when 3 then 0.001 else 0.010
                end
            else {{ amount }}
        end as decimal(18, 2)
    )
{%- endmacro %}
