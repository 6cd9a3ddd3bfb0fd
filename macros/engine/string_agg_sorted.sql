{#
    The values of a group as one sorted, separated text; nulls are left out.
    expression may start with `distinct`. separator is a SQL literal.
#}
{% macro string_agg_sorted(expression, separator="', '") -%}
    {{ return(adapter.dispatch('string_agg_sorted', 'handoff')(expression, separator)) }}
{%- endmacro %}

{% macro duckdb__string_agg_sorted(expression, separator) -%}
    {%- set value = expression | replace('distinct ', '') -%}
    string_agg({{ expression }}, {{ separator }} order by {{ value }})
{%- endmacro %}

{% macro spark__string_agg_sorted(expression, separator) -%}
    {%- if expression.startswith('distinct ') -%}
        nullif(
            array_join(
                array_sort(collect_set({{ expression | replace('distinct ', '') }})),
                {{ separator }}
            ),
            ''
        )
    {%- else -%} nullif(array_join(array_sort(collect_list({{ expression }})), {{ separator }}), '')
    {%- endif -%}
{%- endmacro %}
