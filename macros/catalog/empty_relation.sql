{#
    An empty relation with these columns, for a union over loaded tables when no table is loaded.

    columns   column to type.
#}
{% macro empty_relation(columns) -%}
    select
        {%- for column, type in columns.items() %}
            cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
{%- endmacro %}
