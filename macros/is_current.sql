{# Condition of a staging model: the row is the version of its record that counts (see int_record_versions). #}
{% macro is_current() -%}
    not exists (
        select 1 from {{ ref('int_record_versions') }} as versions
        where versions.source_file = source._file and versions.source_row = source._row and not versions.is_current
    )
{%- endmacro %}
