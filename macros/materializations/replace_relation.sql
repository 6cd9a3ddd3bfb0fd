{#
    Makes a table or view in one statement, which replaces that of the last build. The materializations
    of dbt-duckdb make a second relation and rename both, because they also serve tables with foreign
    keys: that costs about 15 ms per model, more than most models (docs/decisions/0015-build-cost.md).
    The contract is compared with the finished relation, so the query is planned once; a mismatch
    rolls the transaction back, and the relation of the last build stays. Only for a materialization.

    type    table or view.
    query   SQL of the model.
#}
{% macro replace_relation(type, query) %}
    {%- set target_relation = this.incorporate(type=type) -%}
    {%- set existing = load_cached_relation(target_relation) -%}
    {%- if existing is not none and existing.type != type -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        create or replace {{ type }} {{ target_relation }} as (
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
{% endmacro %}
