{#
    Unions the same columns of several relations.

    relations   names of import CTEs.
    columns     columns that all relations have, in this order.
#}
{% macro union_columns(relations, columns) -%}
    {%- for relation in relations %}
        select {{ columns | join(',\n        ') }}
        from {{ relation }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
