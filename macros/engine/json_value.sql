{# The text under one key of a JSON object in a cell; null for a cell that is not JSON. #}
{% macro json_value(text, key) %}
    {{ return(adapter.dispatch('json_value')(text, key)) }}
{% endmacro %}

{% macro duckdb__json_value(text, key) -%}
    json_extract_string(case when json_valid({{ text }}) then {{ text }} end, '$."{{ key }}"')
{%- endmacro %}

{% macro spark__json_value(text, key) -%}
    get_json_object({{ text }}, '$["{{ key }}"]')
{%- endmacro %}
