{#
    Runs before every build: leaves its id beside the loaded files. Loading other files or another
    stack forgets it, so whoever judges a build later can tell whether it is the last word.
#}
{% macro note_build() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test') -%}
        {%- set builds = api.Relation.create(
            database=target.database, schema='raw_handoff', identifier='builds', type='table'
        ) -%}
        {%- do adapter.drop_relation(builds) -%}
        {%- do run_query(
            'create table ' ~ builds ~ ' as select ' ~ text_literal(invocation_id)
            ~ ' as invocation_id'
        ) -%}
    {%- endif -%}
{% endmacro %}
