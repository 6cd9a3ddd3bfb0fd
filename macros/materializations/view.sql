{#
    A view in one statement (see replace_relation). A view of staging or intermediate without any raw
    row is an empty constant of the same columns: the models after it are planned without the exports
    that the company does not have.
#}
{% materialization view, adapter='duckdb' %}
    {%- set query = no_rows_of(compiled_code) if is_without_rows(model) else compiled_code %}
    {{ return(replace_relation('view', query)) }}
{% endmaterialization %}


{# An empty constant with the columns of a query. #}
{% macro no_rows_of(query) -%}
    {%- set columns = {} -%}
    {%- for column in run_query('describe (' ~ query ~ ')') -%}
        {%- do columns.update({adapter.quote(column[0]): column[1]}) -%}
    {%- endfor -%}
    -- The tables behind this view have no row.
    {{ empty_relation(columns) }}
{%- endmacro %}
