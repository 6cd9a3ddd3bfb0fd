{#
    Key of values with one format: a column of a file and the kind it is parsed as
    (docs/decisions/0008-formats.md). The vendor catalog and the stack may declare different kinds
    for one column. kind/system/object/file/schema/table/column: none of these contains a slash.
    The query reads the raw table as `source`.

    table   one of columns_of_kind or id_columns_having.
#}
{% macro format_key(kind, table, column) -%}
    {%- set place = '/' ~ table['schema'] ~ '/' ~ table['table'] ~ '/' ~ column -%}
    {{ dbt.string_literal(kind ~ '/') }}
    || source._system
    || '/'
    || {{ raw_object(table) }}
    || '/'
    || source._file
    || {{ dbt.string_literal(place) }}
{%- endmacro %}

{# The object of a row in a raw table: rows of mapped files contain it. #}
{% macro raw_object(table) -%}
    {{ 'source._object' if table['is_mapped'] else dbt.string_literal(table['table']) }}
{%- endmacro %}
