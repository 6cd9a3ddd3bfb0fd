{# The values of a group as a list in the order of another expression; nulls are kept. #}
{% macro list_ordered_by(value, order) %}
    {{ return(adapter.dispatch('list_ordered_by')(value, order)) }}
{% endmacro %}

{% macro duckdb__list_ordered_by(value, order) %}
    list({{ value }} order by {{ order }})
{% endmacro %}

{% macro spark__list_ordered_by(value, order) -%}
    transform(
        array_sort(collect_list(struct({{ order }} as place, {{ value }} as value))),
        one -> one.value
    )
{%- endmacro %}
