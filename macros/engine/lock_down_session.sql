{#
    Runs before every build: from here on the session is UTC, and no SQL of the run reads or
    writes another file, attaches a database, loads an extension or takes this back
    (docs/decisions/0007-inert-input.md). Seeds are copied in by path, so their folder stays open.
    It is shut already where one process runs dbt twice.
#}
{% macro lock_down_session() %} {{ return(adapter.dispatch('lock_down_session')()) }}{% endmacro %}

{% macro default__lock_down_session() %} {% endmacro %}

{% macro duckdb__lock_down_session() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'test', 'seed', 'snapshot') -%}
        {%- set is_shut = run_query("select current_setting('lock_configuration')").columns[0].values()[0] -%}
        {%- if not is_shut -%}
            {%- set roots = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | map(attribute='root_path') | unique | list -%}
            {%- set folders = [] -%}
            {%- for root in roots -%}
                {%- do folders.append(dbt.string_literal(dbt.escape_single_quotes(root ~ '/seeds'))) -%}
            {%- endfor -%}
            {%- do run_query("set global TimeZone = 'UTC'") -%}
            {%- do run_query("set allowed_directories = [" ~ folders | join(', ') ~ "]") -%}
            {%- do run_query("set enable_external_access = false") -%}
            {%- do run_query("set lock_configuration = true") -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
