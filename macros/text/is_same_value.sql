{# Equal as text without case, or as numbers when both are (10 and 10.0). #}
{% macro is_same_value(value, wanted) -%}
    {%- set number = '^-?[0-9]{1,14}([.][0-9]{1,4})?$' -%}
    {%- set text = 'lower(trim(' ~ value ~ '))' -%}
    {%- set mark = 'lower(trim(' ~ wanted ~ '))' -%}
    (
        {{ text }} = {{ mark }}
        or (
            {{ matches_pattern(text, number) }}
            and {{ matches_pattern(mark, number) }}
            and try_cast({{ text }} as decimal(18, 4)) = try_cast({{ mark }} as decimal(18, 4))
        )
    )
{%- endmacro %}
