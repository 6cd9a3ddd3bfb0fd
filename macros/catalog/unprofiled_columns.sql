{#
    The typed columns without a profile of the loader: a list of {schema, table, is_mapped, columns},
    `columns` with {name, kind}. Empty while parsing, and for a database that the loader wrote alone.

    A column has none when only the models can resolve its declared field, and when another program
    wrote its table in place, with _system, _file and _row. Of such a table, the columns of the
    vendor declarations are typed.
#}
{% macro unprofiled_columns() %}
    {%- set profiled = source('raw_handoff', 'profiled_columns') -%}
    {%- set tables = {} -%}
    {%- if execute and load_relation(profiled) is not none and load_relation(ref('int_typed_columns')) is not none -%}
        {%- set rows = run_query(
            "select typed.table_schema, typed.table_name, typed.column_name, typed.kind from "
            ~ ref('int_typed_columns') ~ " as typed left join " ~ profiled ~ " as profiled"
            ~ " on typed.table_schema = profiled.table_schema and typed.table_name = profiled.table_name"
            ~ " and typed.column_name = profiled.column_name and typed.kind = profiled.kind"
            ~ " where profiled.kind is null order by 1, 2, 3, 4"
        ) -%}
        {%- for row in rows.rows | list + unloaded_columns() -%}
            {%- set name = row[0] ~ '.' ~ row[1] -%}
            {%- if name not in tables -%}
                {%- do tables.update({name: {
                    'schema': row[0], 'table': row[1], 'is_mapped': row[0] == 'raw_mapped', 'columns': [],
                }}) -%}
            {%- endif -%}
            {%- do tables[name]['columns'].append({'name': row[2], 'kind': row[3]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables.values() | list) }}
{% endmacro %}


{# The declared columns of raw tables that the loader did not write: rows like those above. #}
{% macro unloaded_columns() %}
    {%- set found = [] -%}
    {%- for table in unloaded_tables() -%}
        {%- set rows = run_query(
            "select distinct table_schema, table_name, column_name, kind from "
            ~ source('raw_handoff', 'vendor_columns')
            ~ " where kind is not null and table_schema = " ~ dbt.string_literal(table['schema'])
            ~ " and table_name = " ~ dbt.string_literal(table['table']) ~ " order by 3, 4"
        ) -%}
        {%- for row in rows if row[2] in table['columns'] -%}
            {%- do found.append(row) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
