{#
    The rows of a relation with `is_missing_from_export`: whether a later full export lacks the
    record (see int_deleted_records).

    relation   import CTE with system, source_file and source_row; the model also imports `deleted_records`.
    entity     the canonical model, which is also the table of raw_mapped: one file may land in several.
#}
{% macro mark_deleted(relation, entity) -%}
    select {{ relation }}.*, deleted_rows.source_row is not null as is_missing_from_export
    from {{ relation }}
    left join
        (
            select distinct system, source_file, source_row
            from deleted_records
            where entity is null or entity = '{{ entity }}'
        ) as deleted_rows
        on {{ relation }}.system = deleted_rows.system
        and {{ relation }}.source_file = deleted_rows.source_file
        and {{ relation }}.source_row = deleted_rows.source_row
{%- endmacro %}
