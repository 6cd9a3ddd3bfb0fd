{#
    The same columns from several relations, one below the other.

    relations   names of import CTEs.
    columns     columns every one of them has, in this order.
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
