{#
    A table in one statement, which replaces the table of the last build. The materialization of
    dbt-duckdb makes a second table and renames both, because it also serves tables with foreign
    keys: that costs about 15 ms per model, more than most models (docs/decisions/0015-build-cost.md).
    The contract is compared with the finished table, so the query is planned once; a mismatch
    rolls the transaction back, and the table of the last build stays.
#}
{% materialization table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ drop_other_type(target_relation) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        create or replace table {{ target_relation }} as (
        {{ compiled_code }}
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


{# Drops what the last build made as a view and this one makes as a table, or the reverse. #}
{% macro drop_other_type(target_relation) -%}
    {%- set existing = load_cached_relation(target_relation) -%}
    {%- if existing is not none and existing.type != target_relation.type -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
{%- endmacro %}
