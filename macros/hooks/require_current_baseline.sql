{#
    Runs after the seed `baseline` is loaded. A baseline of an earlier version lacks what the gate
    compares, so the build stops with one message that names the command to run.
#}
{% macro require_current_baseline(relation) %}
    {%- if execute and flags.WHICH in ('build', 'seed') -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
        {%- if 'promise' not in columns -%}
            {{ exceptions.raise_compiler_error(
                'seeds/baseline.csv was written by an earlier version: it has no column promise. '
                ~ 'Run `handoff accept --reset`, build, and run `handoff accept`.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
