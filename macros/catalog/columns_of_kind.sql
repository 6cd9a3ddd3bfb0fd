{#
    The exported raw columns that hold times, numbers or ids: a list of {schema, table, is_mapped,
    columns}, by the catalog of the vendor declarations (kind), by the kind of a declared field,
    and, for HubSpot deals, by the headers with the time of entering a stage. Empty while parsing.
    Names are those of loaded columns.
#}
{% macro columns_of_kind(kind) %}
    {%- set kinds = {'time': "'date', 'timestamp'", 'number': "'number', 'money'", 'id': "'id'"}[kind] -%}
    {%- set columns = source('raw_handoff', 'columns') -%}
    {%- set tables = {} -%}
    {%- if execute and load_relation(columns) is not none and load_relation(ref('declared_handoff_fields')) is not none -%}
        {%- set rows = run_query(
            "with fields as ("
            ~ " select handoffs.from_system as system, handoffs.from_object as object, fields.source_column as column_name"
            ~ " from " ~ ref('declared_handoff_fields') ~ " as fields"
            ~ " inner join " ~ ref('declared_handoffs') ~ " as handoffs on fields.handoff_id = handoffs.handoff_id"
            ~ " where fields.kind in (" ~ kinds ~ ")"
            ~ " union"
            ~ " select handoffs.to_system, handoffs.to_object, fields.target_column"
            ~ " from " ~ ref('declared_handoff_fields') ~ " as fields"
            ~ " inner join " ~ ref('declared_handoffs') ~ " as handoffs on fields.handoff_id = handoffs.handoff_id"
            ~ " where fields.kind in (" ~ kinds ~ "))"
            ~ " select distinct exported.table_schema, exported.table_name, exported.column_name"
            ~ " from " ~ columns ~ " as exported"
            ~ " left join " ~ source('raw_handoff', 'vendor_columns') ~ " as catalog"
            ~ " on exported.table_schema = catalog.table_schema and exported.table_name = catalog.table_name"
            ~ " and exported.column_name = catalog.column_name and catalog.kind = '" ~ kind ~ "'"
            ~ " left join fields on exported.system = fields.system and exported.object = fields.object"
            ~ " and exported.column_name = fields.column_name"
            ~ " where catalog.kind is not null or fields.column_name is not null"
            ~ (" or (exported.vendor = 'hubspot' and lower(exported.header) like 'date entered \"%')" if kind == 'time' else "")
            ~ " order by 1, 2, 3"
        ) -%}
        {%- for row in rows -%}
            {%- set name = row[0] ~ '.' ~ row[1] -%}
            {%- if name not in tables -%}
                {%- do tables.update({name: {
                    'schema': row[0], 'table': row[1], 'is_mapped': row[0] == 'raw_mapped', 'columns': [],
                }}) -%}
            {%- endif -%}
            {%- do tables[name]['columns'].append(row[2]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables.values() | list) }}
{% endmacro %}
