{#
    Whether a raw row is the current version of its record (see int_record_versions). `entity` is
    the table of raw_mapped: one file may land in several of them, and twice in one.
#}
{% macro is_current(entity=none) -%}
    not exists (
        select 1
        from {{ ref('int_record_versions') }} as versions
        where
            versions.source_file = source._file
            and versions.source_row = source._row
            and versions.system = source._system
            {%- if entity %}
                and versions.table_name = '{{ entity }}' and versions.object = source._object
            {%- endif %}
            and not versions.is_current
    )
{%- endmacro %}
