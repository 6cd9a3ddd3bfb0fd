{# An array of texts from SQL expressions. #}
{% macro text_array(values) %} {{ return(adapter.dispatch('text_array')(values)) }}{% endmacro %}

{% macro duckdb__text_array(values) -%}
    cast([{{ values | join(', ') }}] as varchar[])
{%- endmacro %}

{% macro spark__text_array(values) -%} array({{ values | join(', ') }}) {%- endmacro %}
