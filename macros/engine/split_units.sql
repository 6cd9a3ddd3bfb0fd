{# A text of parts between unit separators (ASCII 31) as an array. #}
{% macro split_units(text) %} {{ return(adapter.dispatch('split_units')(text)) }}{% endmacro %}

{% macro duckdb__split_units(text) %} string_split({{ text }}, chr(31)){% endmacro %}

{% macro spark__split_units(text) %} split({{ text }}, char(31)){% endmacro %}
