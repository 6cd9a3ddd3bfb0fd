{# Text to a whole number: 1200, 1,200 or 10.0. A range such as 51-200 is not a number. #}
{% macro whole_number(text) -%}
    cast(round(try_cast(replace({{ text }}, ',', '') as decimal(18, 2)), 0) as bigint)
{%- endmacro %}
