{#
    The number that a condition reads in a value, else null: an amount in any notation by the
    decimal mark of its column, and a ZIP+4 code (94107-1518) as its first five digits. A range
    such as 51-200 is no number.
#}
{% macro condition_number(text, mark="'point'") -%}
    case
        when {{ matches_pattern(text, '^[0-9]{5}-[0-9]{4}$') }}
        then try_cast(substr({{ text }}, 1, 5) as decimal(18, 4))
        when {{ matches_pattern(text, '^-?[0-9]{1,14}([.]([0-9]{1,2}|[0-9]{4}))?$') }}
        then try_cast({{ text }} as decimal(18, 4))
        when
            {{ matches_pattern(text, "^[^0-9a-zA-Z]*[0-9][0-9., ''’\u00a0\u202f]*[^0-9a-zA-Z-]*$") }}
        then {{ parse_money(text, mark) }}
    end
{%- endmacro %}
