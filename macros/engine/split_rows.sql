{# One row per part of a list in a cell; stands alone in a select list. #}
{% macro split_rows(text, separator) %}
    {{ return(adapter.dispatch('split_rows')(text, separator)) }}
{% endmacro %}

{% macro duckdb__split_rows(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{% macro spark__split_rows(text, separator) -%}
    explode(split({{ text }}, '[{{ separator }}]'))
{%- endmacro %}
