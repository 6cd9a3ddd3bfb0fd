-- Half a page for sales: what broke, what was fixed, what to expect next. In a first audit, what
-- broke is the first finding of each harm.
with
    findings as (select * from {{ ref('findings') }} where status = 'fail'),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    changes as (select * from {{ ref('report_changes') }}),

    roadmap as (select * from {{ ref('roadmap') }} where is_in_plan),

    trend as (select * from {{ ref('report_trend') }}),

    runs as (select count(distinct run_id) > 1 as has_earlier_run from trend),

    first_of_harm as (
        select * from findings qualify row_number() over (partition by harm order by rank) = 1
    ),

    broke as (
        select
            findings.check_id,
            findings.handoff_id,
            findings.rank as order_by_rank,
            changes.violations_before,
            findings.violations,
            findings.scope
        from findings
        inner join
            changes
            on findings.check_id = changes.check_id
            and findings.handoff_id is not distinct from changes.handoff_id
            and changes.change in ('new', 'worse')
        union all
        select
            first_of_harm.check_id,
            first_of_harm.handoff_id,
            first_of_harm.rank,
            cast(null as bigint),
            first_of_harm.violations,
            first_of_harm.scope
        from first_of_harm
        cross join runs
        where not runs.has_earlier_run
    ),

    items as (
        select
            'broke' as section,
            1 as section_order,
            check_id,
            handoff_id,
            order_by_rank as order_in_section,
            violations_before,
            violations,
            scope,
            cast(null as {{ dbt.type_string() }}) as owner,
            cast(null as date) as due_on
        from broke
        union all
        select
            'fixed',
            2,
            check_id,
            handoff_id,
            row_number() over (
                order by violations_before - violations desc nulls last, check_id, handoff_id
            ),
            violations_before,
            violations,
            scope,
            cast(null as {{ dbt.type_string() }}),
            cast(null as date)
        from changes
        where change in ('resolved', 'better')
        union all
        select
            'expect_next',
            3,
            check_id,
            handoff_id,
            row_number() over (order by due_on, place),
            violations_before,
            violations,
            scope,
            owner,
            due_on
        from roadmap
    ),

    placed as (
        select
            items.*,
            row_number() over (
                partition by section order by order_in_section, check_id, handoff_id
            ) as place
        from items
    ),

    final as (
        select
            placed.section,
            cast(placed.section_order as bigint) as section_order,
            cast(placed.place as bigint) as place,
            placed.check_id,
            placed.handoff_id,
            coalesce(handoffs.name, placed.handoff_id) as handoff_name,
            checks.claim,
            checks.remedy,
            placed.violations_before,
            placed.violations,
            placed.scope,
            placed.owner,
            placed.due_on
        from placed
        inner join checks on placed.check_id = checks.check_id
        left join handoffs on placed.handoff_id = handoffs.handoff_id
        where placed.place <= {{ audit_limit('sales_note_items') }}
    )

select *
from final
