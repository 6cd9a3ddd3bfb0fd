{# The elements of a list that another list lacks, in their order. #}
{% macro list_without(list, others) %}
    {{ return(adapter.dispatch('list_without')(list, others)) }}
{% endmacro %}

{% macro duckdb__list_without(list, others) -%}
    list_filter({{ list }}, lambda one: not list_contains({{ others }}, one))
{%- endmacro %}

{% macro spark__list_without(list, others) %} array_except({{ list }}, {{ others }}){% endmacro %}
