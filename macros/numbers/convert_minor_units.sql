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
        end as decimal(18, 4)
    )
{%- endmacro %}

{# The same for an amount that stays text. #}
{% macro in_major_units(text, is_minor, minor_digits) -%}
    case
        when {{ is_minor }}
        then
            coalesce(
                cast(
                    {{ convert_minor_units(text, parse_money(text), is_minor, minor_digits) }}
                    as {{ dbt.type_string() }}
                ),
                {{ text }}
            )
        else {{ text }}
    end
{%- endmacro %}

{# The columns of invoices and payments with amounts that a file may give in minor units. #}
{% macro minor_unit_columns() %}
    {{ return([
        'subtotal', 'tax', 'total', 'amount', 'amount_paid', 'amount_due', 'amount_credited',
        'amount_refunded',
    ]) }}
{% endmacro %}
