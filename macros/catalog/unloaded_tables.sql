{#
    The raw tables that another program wrote in place, with _system, _file and _row: a list like that
    of catalog_tables, with the columns that the tables have. Empty while parsing, and for
    a database that the loader wrote alone.
#}
{% macro unloaded_tables() %}
    {%- set found = [] -%}
    {%- if execute and load_relation(source('raw_handoff', 'columns')) is not none -%}
        {%- set loaded = run_query(
            "select distinct table_schema || '.' || table_name from " ~ source('raw_handoff', 'columns')
        ).columns[0].values() -%}
        {%- set names = [] -%}
        {%- for name in tables_with_rows() if name not in loaded and name.startswith('raw_')
            and not name.startswith('raw_handoff.') -%}
            {%- do names.append(name) -%}
        {%- endfor -%}
        {%- for table in (catalog_tables() if names else [])
            if table['schema'] ~ '.' ~ table['table'] in names -%}
            {%- set present = columns_by_table(table['schema'])[table['table']] -%}
            {%- do found.append(dict(
                table,
                columns=table['columns'] | select('in', present) | list,
                is_mapped=table['schema'] == 'raw_mapped',
            )) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
