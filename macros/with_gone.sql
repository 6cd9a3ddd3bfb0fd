{#
    The rows of a relation with `is_gone`: whether a later full export lacks the record (see int_gone_records).

    relation   import CTE with system, source_file and source_row; the model also imports `gone`.
    entity     the canonical model, which is also the table of raw_mapped: one file may land in several.
#}
{% macro with_gone(relation, entity) -%}
    select
        {{ relation }}.*,
        gone_rows.source_row is not null as is_gone
    from {{ relation }}
    left join (
        select distinct system, source_file, source_row
        from gone
        where entity is null or entity = '{{ entity }}'
    ) as gone_rows
        on {{ relation }}.system = gone_rows.system
        and {{ relation }}.source_file = gone_rows.source_file
        and {{ relation }}.source_row = gone_rows.source_row
{%- endmacro %}
