{#
    What int_record_values reads: a list of {system, object, table, expressions}, the expressions
    in the order of declared_columns.value_position. A column the table lacks is null. Of an
    object mapped onto several entities the first table counts, so that a record stands once.
    Empty while parsing.
#}
{% macro record_value_branches() %}
    {%- set branches = {} -%}
    {%- set taken = {} -%}
    {%- set tables = {} -%}
    {%- for table in catalog_tables() -%}
        {%- do tables.update({table['vendor'] ~ '/' ~ table['object']: table}) -%}
    {%- endfor -%}
    {%- if execute and tables and load_relation(ref('declared_columns')) is not none -%}
        {%- set columns = source('raw_handoff', 'columns') -%}
        {%- set rows = run_query(
            "select distinct named.system, named.object, files.vendor, files.table_schema, files.table_name,"
            ~ " named.value_position, named.column_name"
            ~ " from " ~ ref('declared_columns') ~ " as named"
            ~ " inner join (select distinct system, object, vendor, table_schema, table_name from " ~ columns ~ ") as files"
            ~ " on named.system = files.system and named.object = files.object"
            ~ " where named.value_position is not null"
            ~ " order by 1, 2, 3, 4, 5, 6"
        ) -%}
        {%- for row in rows -%}
            {%- set found = namespace(table=none) -%}
            {%- for table in tables.values() -%}
                {%- if table['schema'] == row[3] and table['table'] == row[4] -%}
                    {%- set found.table = table -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if found.table -%}
                {%- set name = row[0] ~ '/' ~ row[1] -%}
                {%- if name not in branches -%}
                    {%- do taken.update({name: found.table}) -%}
                    {%- do branches.update({name: {
                        'system': row[0], 'object': row[1], 'table': found.table, 'expressions': [],
                        'existing': adapter.get_columns_in_relation(
                            api.Relation.create(database=target.database, schema=row[3], identifier=row[4])
                        ) | map(attribute='name') | list,
                    }}) -%}
                {%- endif -%}
                {%- set branch = branches[name] -%}
                {%- if taken[name] != found.table -%}
                {%- elif row[6] not in branch['existing'] -%}
                    {%- do branch['expressions'].append('cast(null as ' ~ dbt.type_string() ~ ')') -%}
                {%- elif row[6] == found.table['key'] -%}
                    {%- do branch['expressions'].append(catalog_key(found.table, 'source')) -%}
                {%- else -%}
                    {%- do branch['expressions'].append(null_token('source.' ~ adapter.quote(row[6]), found.table['vendor'])) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(branches.values() | list) }}
{% endmacro %}
