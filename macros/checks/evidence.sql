{# Returns the checks of the project as graph nodes, sorted by id. Empty while parsing. #}
{% macro check_nodes() %}
    {%- set nodes = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='name') -%}
            {%- if node.resource_type == 'test' and node.config.meta.get('check') -%}
                {%- do nodes.append(node) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(nodes) }}
{% endmacro %}


{# Returns a text of the project (never a text of a user) as a SQL literal. #}
{% macro text_literal(value) -%}
    '{{ value | string | replace("'", "''") }}'
{%- endmacro %}


{#
    Returns the evidence of the checks (every row in scope with its verdict) by the name of its table:
    a dict of {relation, grade, not_judged_because}. The last two are columns of the evidence, or null
    for a check that does not have them. A check whose query failed in this run has no evidence. Queries the database,
    because dbt's cache does not contain the relations that tests store.
#}
{% macro evidence_relations() %}
    {%- set relations = {} -%}
    {%- for name, columns in columns_by_table('evidence').items() -%}
        {%- do relations.update({name: {
            'relation': api.Relation.create(
                database=target.database, schema='evidence', identifier=name
            ),
            'grade': 'evidence_grade' if 'evidence_grade' in columns
                else 'cast(null as ' ~ dbt.type_string() ~ ')',
            'not_judged_because': 'not_judged_because' if 'not_judged_because' in columns
                else 'cast(null as ' ~ dbt.type_string() ~ ')',
        }}) -%}
    {%- endfor -%}
    {{ return(relations) }}
{% endmacro %}


{#
    Runs before every build: fails with one clear error when nothing was ingested, and deletes the
    evidence of the previous full run, so that a check with a broken query is reported as an error
    and not with its previous number.
#}
{% macro before_run() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'test') -%}
        {%- set landed = adapter.get_relation(
            database=target.database, schema='raw_handoff', identifier='files'
        ) -%}
        {%- if landed is none and not flags.EMPTY -%}
            {{ exceptions.raise_compiler_error(
                'nothing has been ingested yet: run `handoff ingest FOLDER` first'
            ) }}
        {%- endif -%}
        {%- set is_full_run = not invocation_args_dict.get('select')
            and not invocation_args_dict.get('exclude')
            and not invocation_args_dict.get('resource_types')
            and not invocation_args_dict.get('exclude_resource_types') -%}
        {%- if flags.WHICH == 'build' and is_full_run -%}
            {%- do adapter.drop_schema(api.Relation.create(
                database=target.database, schema='evidence'
            )) -%}
            {%- do adapter.create_schema(api.Relation.create(
                database=target.database, schema='evidence'
            )) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
