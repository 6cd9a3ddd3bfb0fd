{#
    Key of what shares one format: a column of a file, as what it is read
    (docs/decisions/0008-formats.md). Its name and the stack may say different kinds of one
    column. kind/system/object/file/schema/table/column: none of these has a slash. The query
    reads the raw table as `source`.

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

{# The object a row of a raw table is of: mapped files name it themselves. #}
{% macro raw_object(table) -%}
    {{ 'source._object' if table['is_mapped'] else dbt.string_literal(table['table']) }}
{%- endmacro %}
