{# The first of several addresses in one cell: no address holds a comma or a semicolon. #}
{% macro first_address(text) -%}
    trim(split_part(replace({{ text }}, ';', ','), ',', 1))
{%- endmacro %}
