{#
    The tables of the catalog (see catalog_tables) of which a full export was loaded: only there
    can a record be missing. Empty while parsing and before the first load.
#}
{% macro full_export_tables() %}
    {%- set files = source('raw_handoff', 'files') -%}
    {%- set names = [] -%}
    {%- if execute and load_relation(files) is not none -%}
        {%- set rows = run_query(
            "select distinct table_schema, table_name from " ~ files
            ~ " where export = 'full' and status in ('loaded', 'unchanged')"
        ) -%}
        {%- for row in rows -%} {%- do names.append(row[0] ~ '.' ~ row[1]) -%} {%- endfor -%}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for table in catalog_tables() -%}
        {%- if table['schema'] ~ '.' ~ table['table'] in names -%}
            {%- do tables.append(table) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
