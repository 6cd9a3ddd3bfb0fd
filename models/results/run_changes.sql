{{ config(materialized='view') }}

-- Changes between any two audited runs, in both directions. A view, because only requested
-- pairs are worth computing.
with
    handoff_history as (select * from {{ ref('handoff_history') }}),

    declared_gate as (select * from {{ ref('declared_gate') }}),

    history as (
        select
            *,
            coalesce(handoff_id, '') as handoff_key,
            status in ('pass', 'fail', 'waived', 'unconfirmed') as is_measured
        from handoff_history
    ),

    runs as (select distinct run_id from history),

    pairs as (
        select earlier.run_id as run_before, later.run_id as run_after
        from runs as earlier
        cross join runs as later
        where earlier.run_id <> later.run_id
    ),

    keys as (
        select pairs.run_before, pairs.run_after, history.check_id, history.handoff_key
        from pairs
        inner join history on pairs.run_before = history.run_id
        union
        select pairs.run_before, pairs.run_after, history.check_id, history.handoff_key
        from pairs
        inner join history on pairs.run_after = history.run_id
    ),

    -- Whether a check has a verdict, and the scope of a check that names handoffs only for
    -- violations: an unnamed handoff had no violation.
    checks as (
        select
            run_id,
            check_id,
            bool_or(is_measured) as is_measured,
            max(case when handoff_key = '' and is_measured then scope end) as scope
        from history
        group by run_id, check_id
    ),

    paired as (
        select
            keys.run_before,
            keys.run_after,
            keys.check_id,
            keys.handoff_key,
            coalesce(
                earlier.status, case when checks_before.scope is not null then 'pass' end
            ) as status_before,
            coalesce(earlier.is_measured, checks_before.scope is not null) as was_measured,
            coalesce(earlier.scope, checks_before.scope) as scope_before,
            coalesce(
                earlier.violations, case when checks_before.scope is not null then 0 end
            ) as violations_before,
            coalesce(
                later.status, case when checks_after.scope is not null then 'pass' end
            ) as status,
            coalesce(later.is_measured, checks_after.scope is not null) as is_measured,
            coalesce(later.scope, checks_after.scope) as scope,
            coalesce(
                later.violations, case when checks_after.scope is not null then 0 end
            ) as violations
        from keys
        left join
            history as earlier
            on keys.run_before = earlier.run_id
            and keys.check_id = earlier.check_id
            and keys.handoff_key = earlier.handoff_key
        left join
            history as later
            on keys.run_after = later.run_id
            and keys.check_id = later.check_id
            and keys.handoff_key = later.handoff_key
        left join
            checks as checks_before
            on keys.run_before = checks_before.run_id
            and keys.check_id = checks_before.check_id
        left join
            checks as checks_after
            on keys.run_after = checks_after.run_id
            and keys.check_id = checks_after.check_id
    ),

    compared as (
        select
            paired.*,
            violations * scope_before - violations_before * scope as difference,
            {{ normal_quantile('declared_gate.error_level / greatest(count(*) over (
            partition by paired.run_before, paired.run_after), 1)') }} as critical_score,
            {{ regression_score('violations_before', 'scope_before', 'violations', 'scope') }}
            as worse,
            {{ regression_score('violations', 'scope', 'violations_before', 'scope_before') }}
            as better
        from paired
        cross join declared_gate
    ),

    final as (
        select
            run_before,
            run_after,
            check_id,
            nullif(handoff_key, '') as handoff_id,
            case
                when was_measured and not is_measured
                then 'lost'
                when is_measured and not was_measured and status = 'fail'
                then 'new'
                when is_measured and not was_measured
                then 'gained'
                when not is_measured
                then 'unchanged'
                when status = 'fail' and status_before <> 'fail'
                then 'new'
                when status_before = 'fail' and status = 'pass'
                then 'resolved'
                when status <> status_before
                then status
                when difference > 0
                then 'worse'
                when difference < 0
                then 'better'
                else 'unchanged'
            end as change,
            was_measured
            and is_measured
            and greatest(worse, better) > critical_score as is_beyond_chance,
            status_before,
            scope_before,
            violations_before,
            cast(
                cast(violations_before as decimal(18, 6)) / nullif(scope_before, 0) as decimal(9, 6)
            ) as rate_before,
            status,
            scope,
            violations,
            cast(cast(violations as decimal(18, 6)) / nullif(scope, 0) as decimal(9, 6)) as rate
        from compared
    )

select *
from final
