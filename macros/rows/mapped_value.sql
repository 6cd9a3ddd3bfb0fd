{#
    A column of a mapped file in the vocabulary of the canonical entity: translated by the
    declaration of the vendor, else unchanged. Needs the join of join_mapped_values.
#}
{% macro mapped_value(column) -%}
    coalesce({{ column }}_words.becomes, source.{{ column }})
{%- endmacro %}

{# The joins behind mapped_value: `entity` is the table of raw_mapped; needs the CTE mapped_values. #}
{% macro join_mapped_values(entity, columns) -%}
    {%- for column in columns -%}
        left join
            mapped_values as {{ column }}_words
            on source._system = {{ column }}_words.system
            and source._object = {{ column }}_words.object
            and {{ column }}_words.table_name = '{{ entity }}'
            and {{ column }}_words.column_name = '{{ column }}'
            and lower(trim(source.{{ column }})) = {{ column }}_words.value_text
            {%- if not loop.last %} {% endif -%}
    {%- endfor -%}
{%- endmacro %}
