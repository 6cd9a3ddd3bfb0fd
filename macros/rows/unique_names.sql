{#
    Names that identify one record each; a name that two records of a system share is left out.

    relation   CTE with system, object, record_id and name_text.
#}
{% macro unique_names(relation) -%}
    select system, name_text, min(object) as object, min(record_id) as record_id
    from {{ relation }}
    where name_text <> ''
    group by 1, 2
    having min(record_id) = max(record_id) and min(object) = max(object)
{%- endmacro %}
