{#
    One row per item of a JSON list in a cell, as JSON text; must be the only expression in a
    select list.
#}
{% macro json_items(text) %} {{ return(adapter.dispatch('json_items')(text)) }}{% endmacro %}

{% macro duckdb__json_items(text) -%}
    cast(
        unnest(
            from_json(case when json_valid({{ text }}) then {{ text }} end, '["JSON"]')
        ) as varchar
    )
{%- endmacro %}

{% macro spark__json_items(text) -%} explode(from_json({{ text }}, 'array<string>')) {%- endmacro %}
