{#
    The id columns of raw tables in which some file has `values` (a column of int_column_counts):
    a list of {schema, table, column, is_mapped}. Empty while parsing.
#}
{% macro id_columns_having(values) %}
    {%- set counts = ref('int_column_counts') -%}
    {%- set columns = [] -%}
    {%- if execute and load_relation(counts) is not none -%}
        {%- set rows = run_query(
            "select distinct table_schema, table_name, column_name from " ~ counts
            ~ " where kind = 'id' and " ~ values ~ " > 0 order by 1, 2, 3"
        ) -%}
        {%- for row in rows -%}
            {%- do columns.append(
                {'schema': row[0], 'table': row[1], 'column': row[2], 'is_mapped': row[0] == 'raw_mapped'}
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{% endmacro %}
