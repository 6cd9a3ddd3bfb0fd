{#
    Runs before every build: leaves its id beside the loaded files. Loading other files or another
    stack forgets it, so whoever judges a build later can tell whether it is the last word.
#}
{% macro record_build_id() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test') -%}
        {%- set builds = api.Relation.create(
            database=target.database, schema='raw_handoff', identifier='builds', type='table'
        ) -%}
        {%- do adapter.create_schema(builds.without_identifier()) -%}
        {%- do adapter.drop_relation(builds) -%}
        {%- do run_query(
            'create table ' ~ builds ~ ' as select ' ~ text_literal(invocation_id)
            ~ ' as invocation_id'
        ) -%}
        {#- dbt rolls back what a hook began; making a schema, even one that is there, commits. -#}
        {%- do adapter.create_schema(builds.without_identifier()) -%}
    {%- endif -%}
{% endmacro %}
