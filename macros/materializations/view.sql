{#
    A view in one statement, which replaces the view of the last build (see table.sql).

    A view of staging or intermediate without any raw row is an empty constant of the same columns:
    the models after it are planned without the exports that the company does not have.
#}
{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ drop_other_type(target_relation) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- set query = no_rows_of(compiled_code) if is_without_rows(model) else compiled_code %}
    {% call statement('main') -%}
        create or replace view {{ target_relation }} as (
        {{ query }}
        )
    {%- endcall %}
    {%- if config.get('contract').enforced -%}
        {%- do assert_columns_equivalent('select * from ' ~ target_relation) -%}
    {%- endif -%}
    {%- do persist_docs(target_relation, model) -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
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
