{#
    Runs before every build. Stores the id of the build next to the loaded files. Loading other
    files or another stack deletes it, so `handoff gate` can detect whether a build is the latest.
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
        {#-
            dbt rolls back the transaction of a hook; creating a schema, even an existing one,
            commits it.
        -#}
        {%- do adapter.create_schema(builds.without_identifier()) -%}
    {%- endif -%}
{% endmacro %}
