{#
    Scope and violations of every check and handoff, counted from the evidence the
    checks left in this run: it runs behind the violations, which wait for the checks.
#}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

    violations as (select * from {{ ref('violations') }}),

    counted as (
        {% for node in nodes %}
            {%- set found = evidence.get(node.alias | lower) %}
            -- A line of zeros per check: an empty scope is a result, a missing one an error.
            select
                {{ text_literal(node.name) }} as check_id,
                cast(null as {{ dbt.type_string() }}) as handoff_id,
                cast(null as {{ dbt.type_string() }}) as evidence_grade,
                {{ 'false' if found is none else 'true' }} as has_evidence,
                cast(0 as bigint) as scope,
                cast(0 as bigint) as violations,
                cast(0 as bigint) as undecided
            {%- if found is not none %}
                union all
                select
                    {{ text_literal(node.name) }} as check_id,
                    handoff_id,
                    {{ found.grade }} as evidence_grade,
                    true as has_evidence,
                    count(*) as scope,
                    count_if(is_violation) as violations,
                    count_if(is_violation is null) as undecided
                from {{ found.relation }}
                group by all
            {%- endif %}
            {% if not loop.last %}
                union all
            {% endif %}
        {% else %}
            {{ empty_relation({
        'check_id': 'string', 'handoff_id': 'string', 'evidence_grade': 'string',
        'has_evidence': 'boolean', 'scope': 'bigint', 'violations': 'bigint',
        'undecided': 'bigint',
    }) }}
        {% endfor %}
    ),

    totals as (
        select
            check_id,
            handoff_id,
            evidence_grade,
            bool_and(has_evidence) as has_evidence,
            cast(sum(scope) as bigint) as scope,
            cast(sum(violations) as bigint) as violations,
            cast(sum(undecided) as bigint) as undecided
        from counted
        group by check_id, handoff_id, evidence_grade
    ),

    waived as (
        select check_id, handoff_id, evidence_grade, cast(sum(evidence_rows) as bigint) as waived
        from violations
        where is_waived
        group by check_id, handoff_id, evidence_grade
    ),

    final as (
        select
            totals.check_id,
            totals.handoff_id,
            totals.evidence_grade,
            totals.has_evidence,
            totals.scope,
            totals.violations - coalesce(waived.waived, 0) as violations,
            coalesce(waived.waived, 0) as waived,
            totals.undecided
        from totals
        left join
            waived
            on totals.check_id = waived.check_id
            and totals.handoff_id is not distinct from waived.handoff_id
            and totals.evidence_grade is not distinct from waived.evidence_grade
    )

select *
from final
