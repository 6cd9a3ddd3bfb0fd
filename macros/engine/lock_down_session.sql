{#
    Runs before every build. Locks the session: UTC, no file access, no other database, no
    extensions (irreversible; docs/decisions/0007-inert-input.md). dbt copies seeds by path, so
    their folder stays readable. If one process runs dbt twice, the session is already locked.
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
