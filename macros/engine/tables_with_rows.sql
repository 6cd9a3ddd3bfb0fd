{# The tables of the database that have rows, as a list of `schema.table`. #}
{% macro tables_with_rows() %} {{ return(adapter.dispatch('tables_with_rows')()) }} {% endmacro %}

{# `estimated_size` counts the stored rows; a table whose rows were deleted may still count. #}
{% macro duckdb__tables_with_rows() %}
    {%- set rows = run_query(
        "select schema_name || '.' || table_name from duckdb_tables() where estimated_size > 0"
    ) -%}
    {{ return(rows.columns[0].values() | list) }}
{% endmacro %}
