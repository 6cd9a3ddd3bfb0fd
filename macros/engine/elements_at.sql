{# The elements of a list at a list of 1-based places, in their order; null beyond the end. #}
{% macro elements_at(list, places) %}
    {{ return(adapter.dispatch('elements_at')(list, places)) }}
{% endmacro %}

{% macro duckdb__elements_at(list, places) %} list_select({{ list }}, {{ places }}){% endmacro %}

{% macro spark__elements_at(list, places) -%}
    transform({{ places }}, place -> try_element_at({{ list }}, cast(place as int)))
{%- endmacro %}
