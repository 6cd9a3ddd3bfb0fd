{# One element of an array by its place, 1-based; null beyond the end and for a null place. #}
{% macro value_at(values, position) %}
    {{ return(adapter.dispatch('value_at')(values, position)) }}
{% endmacro %}

{% macro default__value_at(values, position) %} {{ values }} [{{ position }}]{% endmacro %}

{% macro spark__value_at(values, position) %}
    try_element_at({{ values }}, cast({{ position }} as int))
{% endmacro %}
