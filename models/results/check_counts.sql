{#
    Counts of every check and handoff, from the evidence that the checks stored in this run. A row is
    in violation, not in violation, or not judged with a reason; anything else is undecided, and the
    check is an error. Rows that rest on an export that is missing or old tonight are not judged.
    Reads the violations, because they wait for the checks.
#}
{% set nodes = check_nodes() %}
{% set evidence = evidence_relations() %}

with

    violations as (select * from {{ ref('violations') }}),

    lost_inputs as (select * from {{ ref('lost_inputs') }}),

    counted as (
        {% for node in nodes %}
            {%- set found = evidence.get(node.alias | lower) %}
            -- A line of zeros per check: an empty scope is a result, a missing one an error.
            select
                {{ text_literal(node.name) }} as check_id,
                cast(null as {{ dbt.type_string() }}) as handoff_id,
                cast(null as {{ dbt.type_string() }}) as evidence_grade,
                cast(null as {{ dbt.type_string() }}) as not_judged_because,
                cast(null as {{ dbt.type_string() }}) as example_record_id,
                {{ 'false' if found is none else 'true' }} as has_evidence,
                cast(0 as bigint) as scope,
                cast(0 as bigint) as violations,
                cast(0 as bigint) as not_judged,
                cast(0 as bigint) as undecided
            {%- if found is not none %}
                union all
                select
                    {{ text_literal(node.name) }} as check_id,
                    handoff_id,
                    {{ found.grade }} as evidence_grade,
                    {{ found.not_judged_because }} as not_judged_because,
                    min(record_id) as example_record_id,
                    true as has_evidence,
                    count(is_violation) as scope,
                    count_if(is_violation) as violations,
                    count_if(
                        is_violation is null and {{ found.not_judged_because }} is not null
                    ) as not_judged,
                    count_if(
                        (is_violation is null) = ({{ found.not_judged_because }} is null)
                    ) as undecided
                from {{ found.relation }}
                group by all
            {%- endif %}
            {% if not loop.last %}
                union all
            {% endif %}
        {% else %}
            {{ empty_relation({
        'check_id': 'string', 'handoff_id': 'string', 'evidence_grade': 'string',
        'not_judged_because': 'string', 'example_record_id': 'string',
        'has_evidence': 'boolean', 'scope': 'bigint', 'violations': 'bigint',
        'not_judged': 'bigint', 'undecided': 'bigint',
    }) }}
        {% endfor %}
    ),

    totals as (
        select
            check_id,
            handoff_id,
            evidence_grade,
            not_judged_because,
            min(example_record_id) as example_record_id,
            bool_and(has_evidence) as has_evidence,
            cast(sum(scope) as bigint) as scope,
            cast(sum(violations) as bigint) as violations,
            cast(sum(not_judged) as bigint) as not_judged,
            cast(sum(undecided) as bigint) as undecided
        from counted
        group by check_id, handoff_id, evidence_grade, not_judged_because
    ),

    waived as (
        select
            check_id,
            handoff_id,
            evidence_grade,
            cast(sum(case when is_waived then evidence_rows else 0 end) as bigint) as waived,
            cast(
                sum(case when is_unconfirmed then evidence_rows else 0 end) as bigint
            ) as unconfirmed
        from violations
        where is_waived or is_unconfirmed
        group by check_id, handoff_id, evidence_grade
    ),

    judged as (
        select
            totals.check_id,
            totals.handoff_id,
            totals.evidence_grade,
            totals.not_judged_because,
            totals.example_record_id,
            totals.has_evidence,
            totals.scope,
            totals.violations
            - coalesce(waived.waived, 0)
            - coalesce(waived.unconfirmed, 0) as violations,
            coalesce(waived.waived, 0) as waived,
            coalesce(waived.unconfirmed, 0) as unconfirmed,
            totals.not_judged,
            totals.undecided
        from totals
        left join
            waived
            on totals.check_id = waived.check_id
            and totals.handoff_id is not distinct from waived.handoff_id
            and totals.evidence_grade is not distinct from waived.evidence_grade
            and totals.not_judged_because is null
    ),

    without_lost as (
        select
            judged.*,
            lost_inputs.reason,
            lost_inputs.reason is not null and judged.scope > 0 as is_lost
        from judged
        left join
            lost_inputs
            on judged.check_id = lost_inputs.check_id
            and judged.handoff_id is not distinct from lost_inputs.handoff_id
    ),

    final as (
        select
            check_id,
            handoff_id,
            evidence_grade,
            case when is_lost then reason else not_judged_because end as not_judged_because,
            example_record_id,
            has_evidence,
            case when is_lost then cast(0 as bigint) else scope end as scope,
            case when is_lost then cast(0 as bigint) else violations end as violations,
            case when is_lost then cast(0 as bigint) else waived end as waived,
            case when is_lost then cast(0 as bigint) else unconfirmed end as unconfirmed,
            not_judged + case when is_lost then scope else 0 end as not_judged,
            undecided
        from without_lost
    )

select *
from final
