{#
    Runs after every build with a gate result. Prints in a few lines which checks failed and which
    were resolved, because dbt itself only counts rows. `print` also prints under --quiet.
#}
{% macro print_gate_summary(results) %}
    {%- if execute and flags.WHICH == 'build' and not flags.EMPTY
        and 'success' in results | selectattr('node.name', 'equalto', 'gate')
            | map(attribute='status') | map('string') | list -%}
        {%- set most = 40 -%}
        {%- set lines = run_query(gate_lines()) -%}
        {%- for line in lines.columns['line'].values()[:most] -%}
            {%- do print(line) -%}
        {%- endfor -%}
        {%- if lines | length > most -%}
            {%- do print('gate: and ' ~ (lines | length - most) ~ ' more in results.gate') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{# A model by its name in the database: hooks cannot use ref. #}
{% macro relation_by_name(schema, name) -%}
    {{ api.Relation.create(database=target.database, schema=schema, identifier=name) }}
{%- endmacro %}


{# One line of text per result, failures first. #}
{% macro gate_lines() %}
    with

        gate as (select * from {{ relation_by_name('results', 'gate') }}),

        facts as (select * from {{ relation_by_name('results', 'night_facts') }}),

        movement as (select * from {{ relation_by_name('results', 'record_movement') }}),

        waivers as (select * from {{ relation_by_name('results', 'waiver_status') }}),

        limits as (select * from {{ relation_by_name('declared_stack', 'declared_limits') }}),

        checks as (select * from {{ relation_by_name('results', 'checks') }}),

        lines as (
            select
                case when is_failure then 1 else 3 end as place,
                'gate: '
                || replace(verdict, '_', ' ')
                || ': '
                || check_id
                || coalesce(' on ' || handoff_id, '')
                || coalesce(': ' || violations || ' of ' || nullif(scope, 0), ': no verdict')
                || coalesce(', baseline ' || violations_before || ' of ' || scope_before, '')
                || coalesce('; ' || because, '')
                || case when is_over_limit then ', limit of ' || limit_declared_in else '' end
                || coalesce(
                    ' ('
                    || case when verdict = 'redeclared' then 'declared' else 'handoff' end
                    || ': '
                    || declared_in
                    || ')',
                    ''
                ) as line
            from gate
            where is_failure or verdict in ('resolved', 'improved')
            union all
            select 0 as place, 'gate: ' || replace(kind, '_', ' ') || ': ' || detail as line
            from facts
            where is_failure
            union all
            select
                6 as place,
                'gate: since the baseline: '
                || cast(sum(new_violations * one_in) as bigint)
                || ' new violations ('
                || cast(sum(turned_bad * one_in) as bigint)
                || ' of known records), '
                || cast(sum(mended * one_in) as bigint)
                || ' mended, '
                || cast(sum(left_violations * one_in) as bigint)
                || ' left the scope' as line
            from movement
            where chance is not null
            having count(*) > 0
            union all
            select
                2 as place,
                'gate: '
                || status
                || ' waiver: '
                || coalesce(check_id, '(no check)')
                || coalesce(' on ' || handoff_id, '')
                || coalesce(', record ' || record_id, '')
                || coalesce(': ' || problem, ': ended on ' || expires_on) as line
            from waivers
            where status <> 'active'
            union all
            select
                0 as place,
                'gate: limit on a check that does not exist: '
                || limits.check_id
                || ', '
                || limits.declared_in as line
            from limits
            left join checks on limits.check_id = checks.check_id
            where checks.check_id is null
            union all
            select
                4 as place,
                'gate: '
                || count(*)
                || ' better than the baseline: run handoff accept --improvements' as line
            from gate
            where verdict in ('resolved', 'improved')
            having count(*) > 0
            union all
            select
                5 as place,
                'gate: there is no baseline yet, so nothing can be new or worse: run handoff accept'
                as line
            from gate
            where verdict = 'no_baseline'
            having count(*) > 0
        )

    select line
    from lines
    order by place, line
{% endmacro %}
