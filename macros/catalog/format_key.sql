{#
    Key of values with one format: a column of a file and the kind it is parsed as
    (docs/decisions/0008-formats.md). The vendor catalog and the stack may declare different kinds
    for one column. kind/system/object/file/schema/table/column: none of these contains a slash.

    relation   query with kind, system, object, file_id, table_schema, table_name and column_name.
#}
{% macro format_key(relation) -%}
    {%- for part in ['kind', 'system', 'object', 'file_id', 'table_schema', 'table_name', 'column_name'] -%}
        {{ relation }}.{{ part }} {{- " || '/' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#
    The columns that name a column of a raw table, for format_key. The query reads the raw table as
    `source`.

    table   one of unprofiled_columns or id_columns_having.
#}
{% macro column_place(kind, table, column) -%}
    source._file as file_id,
    source._system as system,
    {{ raw_object(table) }} as object,
    {{ dbt.string_literal(table['schema']) }} as table_schema,
    {{ dbt.string_literal(table['table']) }} as table_name,
    {{ dbt.string_literal(column) }} as column_name,
    {{ dbt.string_literal(kind) }} as kind
{%- endmacro %}

{# The object of a row in a raw table: rows of mapped files contain it. #}
{% macro raw_object(table) -%}
    {{ 'source._object' if table['is_mapped'] else dbt.string_literal(table['table']) }}
{%- endmacro %}
