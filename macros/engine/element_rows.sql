{# One row per element of a list; must be the only expression in a select list. #}
{% macro element_rows(list) %} {{ return(adapter.dispatch('element_rows')(list)) }}{% endmacro %}

{% macro duckdb__element_rows(list) %} unnest({{ list }}){% endmacro %}

{% macro spark__element_rows(list) %} explode({{ list }}){% endmacro %}
