{#
    The rows of a relation without those of records that the stack excludes.

    relation   import CTE; the model also imports `excluded_records` (int_excluded_records).
    key        the column with the key of the record; without it, system, object and record_id.
#}
{% macro without_excluded(relation, key=none) -%}
    select {{ relation }}.*
    from {{ relation }}
    left join
        excluded_records
        {%- if key %} on {{ relation }}.{{ key }} = excluded_records.entity_key
        {%- else %}
            on {{ relation }}.system = excluded_records.system
            and {{ relation }}.object = excluded_records.object
            and {{ relation }}.record_id = excluded_records.record_id
        {%- endif %}
    where excluded_records.entity_key is null
{%- endmacro %}
