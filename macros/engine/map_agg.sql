{# Aggregates the keys of a group with non-null values into a map; null for an empty map. #}
{% macro map_agg(key, value) %} {{ return(adapter.dispatch('map_agg')(key, value)) }}{% endmacro %}

{% macro duckdb__map_agg(key, value) -%}
    map_from_entries(list(({{ key }}, {{ value }})) filter (where {{ value }} is not null))
{%- endmacro %}

{% macro spark__map_agg(key, value) -%}
    map_from_entries(
        collect_list(case when {{ value }} is not null then struct({{ key }}, {{ value }}) end)
    )
{%- endmacro %}

{# The value of a key (a SQL expression) in a map; null if the key is absent. #}
{% macro map_value(map, key) %} {{ return(adapter.dispatch('map_value')(map, key)) }}{% endmacro %}

{% macro default__map_value(map, key) %} {{ map }} [{{ key }}]{% endmacro %}

{% macro spark__map_value(map, key) %} try_element_at({{ map }}, {{ key }}){% endmacro %}
