{#
    The tables of catalog_tables that another program wrote (tables_of_other_programs), with the
    columns that they have. Empty while parsing, and for a database that the loader wrote alone.
#}
{% macro unloaded_tables() %}
    {%- set found = [] -%}
    {%- set names = tables_of_other_programs() -%}
    {%- for table in (catalog_tables() if names else [])
        if table['schema'] ~ '.' ~ table['table'] in names -%}
        {%- set present = columns_by_table(table['schema'])[table['table']] -%}
        {%- do found.append(dict(
            table,
            columns=table['columns'] | select('in', present) | list,
            is_mapped=table['schema'] == 'raw_mapped',
        )) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{# A column of one of these tables; null when the table lacks it. The query reads it as `source`. #}
{% macro optional_column(table, column) -%}
    {{ 'source.' ~ adapter.quote(column) if column in table['columns']
        else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
{%- endmacro %}
