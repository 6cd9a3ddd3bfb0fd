{# An array of texts from SQL expressions. #}
{% macro text_list(values) %} {{ return(adapter.dispatch('text_list')(values)) }}{% endmacro %}

{% macro duckdb__text_list(values) -%}
    cast([{{ values | join(', ') }}] as varchar[])
{%- endmacro %}

{% macro spark__text_list(values) -%} array({{ values | join(', ') }}) {%- endmacro %}
