{# A text of parts between unit separators (ASCII 31) as an array. #}
{% macro split_unit_separated(text) %}
    {{ return(adapter.dispatch('split_unit_separated')(text)) }}
{% endmacro %}

{% macro duckdb__split_unit_separated(text) %} string_split({{ text }}, chr(31)){% endmacro %}

{% macro spark__split_unit_separated(text) %} split({{ text }}, char(31)){% endmacro %}
