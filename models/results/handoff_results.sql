-- The result of every check per handoff: the grain of findings, baseline, gate and history.
with
    results as (select * from {{ ref('check_results') }}),

    check_counts as (select * from {{ ref('check_counts') }}),

    counts as (
        select
            check_id,
            handoff_id,
            cast(sum(scope) as bigint) as scope,
            cast(sum(violations) as bigint) as violations,
            cast(sum(waived) as bigint) as waived,
            cast(coalesce(sum(unconfirmed), 0) as bigint) as unconfirmed,
            cast(sum(not_judged) as bigint) as not_judged
        from check_counts
        group by check_id, handoff_id
    ),

    -- A check that names a handoff only for violations does not assign the passing rows: any
    -- of them could have failed there, so the share refers to all of them.
    populations as (
        select
            check_id,
            cast(sum(scope) as bigint) as scope,
            bool_or(handoff_id is null and scope > 0) as is_partly_named
        from counts
        group by check_id
    ),

    measured as (
        select
            counts.check_id,
            counts.handoff_id,
            case
                when counts.scope = 0
                then 'not_computable'
                when
                    counts.violations + counts.waived + counts.unconfirmed = 0
                    and 100 * counts.not_judged
                    > {{ audit_limit('not_judged_percent') }} * (counts.scope + counts.not_judged)
                then 'not_computable'
                when
                    results.status in ('fail', 'waived', 'unconfirmed')
                    and counts.violations + counts.waived + counts.unconfirmed = 0
                then 'pass'
                when results.status in ('fail', 'waived') and counts.violations + counts.waived = 0
                then 'unconfirmed'
                when results.status = 'fail' and counts.violations = 0
                then 'waived'
                else results.status
            end as status,
            case
                when populations.is_partly_named then populations.scope else counts.scope
            end as scope,
            counts.violations,
            counts.waived,
            counts.unconfirmed,
            counts.not_judged
        from counts
        inner join results on counts.check_id = results.check_id
        inner join populations on counts.check_id = populations.check_id
        where
            results.status in ('pass', 'fail', 'waived', 'unconfirmed')
            and counts.scope + counts.not_judged > 0
    ),

    -- A number without its input is null.
    unmeasured as (
        select
            check_id,
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            status,
            cast(0 as bigint) as scope,
            cast(0 as bigint) as violations,
            cast(0 as bigint) as waived,
            cast(0 as bigint) as unconfirmed,
            not_judged
        from results
        where status not in ('pass', 'fail', 'waived', 'unconfirmed')
    ),

    all_rows as (
        select *
        from measured
        union all
        select *
        from unmeasured
    ),

    final as (
        select
            check_id,
            handoff_id,
            case
                when status in ('fail', 'waived', 'unconfirmed')
                then substr(md5(check_id || '|' || coalesce(handoff_id, '')), 1, 12)
            end as finding_id,
            status,
            scope,
            violations,
            waived,
            unconfirmed,
            not_judged,
            cast(cast(violations as decimal(18, 6)) / nullif(scope, 0) as decimal(9, 6)) as rate
        from all_rows
    )

select *
from final
