{#
    What a union of the landed tables comes to when there are none: no rows, of these columns.

    columns   column to type.
#}
{% macro empty_relation(columns) -%}
    select
        {%- for column, type in columns.items() %}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
{%- endmacro %}
