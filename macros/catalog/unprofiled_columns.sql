{#
    The typed columns without a profile of the loader: a list of {schema, table, is_mapped, columns},
    `columns` with {name, kind}. Empty while parsing, and for a database that the loader wrote alone.

    A column has none when only the models can resolve its declared field, and when another program
    wrote its table (tables_of_other_programs). Of such a table, the columns of the vendor
    declarations are typed, too.
#}
{% macro unprofiled_columns() %}
    {%- set profiled = source('raw_handoff', 'profiled_columns') -%}
    {%- set tables = {} -%}
    {%- if execute and load_relation(profiled) is not none and load_relation(ref('int_typed_columns')) is not none -%}
        {%- set others = tables_of_other_programs() -%}
        {%- set is_other = "table_schema || '.' || table_name in ('" ~ others | join("', '") ~ "')" -%}
        {%- set rows = run_query(
            "with profiled as (select * from " ~ profiled ~ " where not " ~ is_other ~ "),"
            ~ " typed as (select table_schema, table_name, column_name, kind from "
            ~ ref('int_typed_columns') ~ " union select table_schema, table_name, column_name, kind"
            ~ " from " ~ source('raw_handoff', 'vendor_columns')
            ~ " where kind is not null and " ~ is_other ~ ")"
            ~ " select typed.table_schema, typed.table_name, typed.column_name, typed.kind from typed"
            ~ " left join profiled on typed.table_schema = profiled.table_schema"
            ~ " and typed.table_name = profiled.table_name"
            ~ " and typed.column_name = profiled.column_name and typed.kind = profiled.kind"
            ~ " where profiled.kind is null order by 1, 2, 3, 4"
        ) -%}
        {%- for row in rows if row[2] in columns_by_table(row[0])[row[1]] -%}
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
