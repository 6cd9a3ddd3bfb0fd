{#
    The raw tables of records that have a key, from the catalog of the vendor declarations: a list
    of {vendor, object, schema, table, key, key_kind, stamps, identity,
    columns}; `identity` is a dict of columns by their place. Empty while parsing and
    before the first load. Names come from the catalog only, never from exports.
#}
{% macro catalog_tables() %}
    {%- set catalog = source('raw_handoff', 'vendor_columns') -%}
    {%- set tables = {} -%}
    {%- if execute and load_relation(catalog) is not none -%}
        {%- set rows = run_query(
            "select vendor, object, table_schema, table_name, column_name, max(key_kind) as key_kind,"
            ~ " max(case when is_key then 1 else 0 end) as is_key, min(stamp_order) as stamp_order,"
            ~ " min(identity_order) as identity_order"
            ~ " from " ~ catalog
            ~ " where vendor = 'mapped' or table_schema <> 'raw_mapped'"
            ~ " group by vendor, object, table_schema, table_name, column_name"
            ~ " order by table_schema, table_name, stamp_order nulls last, column_name"
        ) -%}
        {%- for row in rows -%}
            {%- set name = row[2] ~ '.' ~ row[3] -%}
            {%- if name not in tables -%}
                {%- do tables.update({name: {
                    'vendor': row[0], 'object': row[1], 'schema': row[2], 'table': row[3],
                    'key': none, 'key_kind': 'text', 'stamps': [], 'identity': {}, 'columns': [],
                }}) -%}
            {%- endif -%}
            {%- set table = tables[name] -%}
            {%- do table['columns'].append(row[4]) -%}
            {%- if row[6] == 1 -%}
                {%- do table.update({'key': row[4], 'key_kind': row[5]}) -%}
            {%- endif -%}
            {%- if row[7] is not none -%} {%- do table['stamps'].append(row[4]) -%} {%- endif -%}
            {%- if row[8] is not none -%}
                {%- do table['identity'].update({row[8]: row[4]}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables.values() | selectattr('key') | list) }}
{% endmacro %}
