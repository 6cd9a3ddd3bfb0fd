{#
    The columns of every table and view of a schema: a dict of table name (lower case) to column
    names. One query on DuckDB, because dbt asks for each table on its own. Empty while parsing.
#}
{% macro columns_by_table(schema) %}
    {{ return(adapter.dispatch('columns_by_table')(schema)) }}
{% endmacro %}

{% macro duckdb__columns_by_table(schema) %}
    {%- set tables = {} -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select lower(table_name), column_name from duckdb_columns() where database_name = "
            ~ dbt.string_literal(target.database) ~ " and schema_name = " ~ dbt.string_literal(schema)
        ) -%}
        {%- for row in rows -%}
            {%- do tables.setdefault(row[0], []).append(row[1]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{% endmacro %}

{% macro spark__columns_by_table(schema) %}
    {%- set tables = {} -%}
    {%- if execute -%}
        {%- set relation = api.Relation.create(database=target.database, schema=schema) -%}
        {%- for name in list_relations_without_caching(relation).columns['name'].values() -%}
            {%- set table = relation.incorporate(path={'identifier': name}) -%}
            {%- do tables.update({
                name | lower: adapter.get_columns_in_relation(table) | map(attribute='name') | list
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(tables) }}
{% endmacro %}
