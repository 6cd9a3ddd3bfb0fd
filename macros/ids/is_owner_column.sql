{# Whether a name is that of a column with the owner of a record. #}
{% macro is_owner_column(name) -%}
    (
        {%- for column in owner_columns() %}
            {{ name }} = '{{ column }}' {{ 'or' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
