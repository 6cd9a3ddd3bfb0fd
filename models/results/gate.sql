-- The no-regression gate: the current results against the baseline. A known finding does not
-- fail. It fails on a new finding, a share that got significantly worse, a lost verdict or an
-- exceeded limit.
with
    accepted as (select * from {{ ref('baseline') }}),

    results as (select * from {{ ref('handoff_results') }}),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    declared_gate as (select * from {{ ref('declared_gate') }}),

    limits as (select * from {{ ref('declared_limits') }}),

    run as (select * from {{ ref('current_run') }}),

    -- If two rows describe one thing (a test rejects this), the stricter one counts.
    baseline_rows as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            finding_id,
            status,
            scope,
            violations,
            status in ('pass', 'fail', 'waived', 'unconfirmed') and scope > 0 as is_measured
        from accepted
        qualify
            row_number() over (
                partition by check_id, coalesce(handoff_id, '')
                order by violations, scope desc, status desc, finding_id nulls last
            )
            = 1
    ),

    current_rows as (
        select
            results.*,
            coalesce(handoff_id, '') as handoff_key,
            status in ('pass', 'fail', 'waived', 'unconfirmed') as is_measured
        from results
    ),

    -- The check as a whole. A check that names handoffs only for violations repeats its whole
    -- scope on every row.
    checks_before as (
        select
            check_id,
            case
                when bool_or(status = 'fail')
                then 'fail'
                when bool_or(status = 'waived')
                then 'waived'
                when bool_or(status = 'unconfirmed')
                then 'unconfirmed'
                when bool_or(is_measured)
                then 'pass'
                else max(status)
            end as status,
            cast(
                case when bool_or(handoff_key = '') then max(scope) else sum(scope) end as bigint
            ) as scope,
            cast(sum(violations) as bigint) as violations,
            bool_or(is_measured) as is_measured,
            bool_or(is_measured and handoff_key = '') as is_partly_named
        from baseline_rows
        group by check_id
    ),

    checks_now as (
        select
            check_id,
            case
                when bool_or(status = 'fail')
                then 'fail'
                when bool_or(status = 'waived')
                then 'waived'
                when bool_or(status = 'unconfirmed')
                then 'unconfirmed'
                else max(status)
            end as status,
            cast(
                case when bool_or(handoff_key = '') then max(scope) else sum(scope) end as bigint
            ) as scope,
            cast(sum(violations) as bigint) as violations,
            cast(sum(waived) as bigint) as waived,
            bool_or(is_measured) as is_measured,
            bool_or(is_measured and handoff_key = '') as is_partly_named
        from current_rows
        group by check_id
    ),

    keys as (
        select check_id, handoff_key
        from baseline_rows
        union
        select check_id, handoff_key
        from current_rows
        union
        select limits.check_id, limits.handoff_id as handoff_key
        from limits
        inner join checks on limits.check_id = checks.check_id
        where limits.handoff_id is not null
    ),

    parts_of_checks as (select check_id, count(*) as parts from keys group by check_id),

    -- If a check names handoffs only for violations, an unnamed handoff had no violation.
    by_handoff as (
        select
            keys.check_id,
            keys.handoff_key,
            coalesce(
                baseline_rows.is_measured, checks_before.is_partly_named, false
            ) as was_measured,
            baseline_rows.finding_id as finding_before,
            coalesce(
                baseline_rows.status, case when checks_before.is_partly_named then 'pass' end
            ) as status_before,
            coalesce(
                baseline_rows.scope,
                case when checks_before.is_partly_named then checks_before.scope end
            ) as scope_before,
            coalesce(
                baseline_rows.violations, case when checks_before.is_partly_named then 0 end
            ) as violations_before,
            coalesce(current_rows.is_measured, checks_now.is_partly_named, false) as is_measured,
            current_rows.finding_id,
            coalesce(
                current_rows.status, case when checks_now.is_partly_named then 'pass' end
            ) as status,
            coalesce(
                current_rows.scope, case when checks_now.is_partly_named then checks_now.scope end
            ) as scope,
            coalesce(
                current_rows.violations, case when checks_now.is_partly_named then 0 end
            ) as violations,
            coalesce(current_rows.waived, 0) as waived,
            parts_of_checks.parts = 1 as is_whole_check
        from keys
        inner join parts_of_checks on keys.check_id = parts_of_checks.check_id
        left join
            baseline_rows
            on keys.check_id = baseline_rows.check_id
            and keys.handoff_key = baseline_rows.handoff_key
        left join
            current_rows
            on keys.check_id = current_rows.check_id
            and keys.handoff_key = current_rows.handoff_key
        left join checks_before on keys.check_id = checks_before.check_id
        inner join checks_now on keys.check_id = checks_now.check_id
        -- A check without a verdict has one row, not one per handoff of the past.
        where checks_now.is_measured
    ),

    by_check as (
        select
            parts_of_checks.check_id,
            coalesce(checks_before.is_measured, false) as was_measured,
            checks_before.status as status_before,
            checks_before.scope as scope_before,
            checks_before.violations as violations_before,
            coalesce(checks_now.is_measured, false) as is_measured,
            checks_now.status,
            checks_now.scope,
            checks_now.violations,
            coalesce(checks_now.waived, 0) as waived
        from parts_of_checks
        left join checks_before on parts_of_checks.check_id = checks_before.check_id
        left join checks_now on parts_of_checks.check_id = checks_now.check_id
        where parts_of_checks.parts > 1 or not coalesce(checks_now.is_measured, false)
    ),

    paired as (
        select
            check_id,
            'handoff' as level,
            handoff_key,
            is_whole_check,
            was_measured,
            finding_before,
            status_before,
            scope_before,
            violations_before,
            is_measured,
            finding_id,
            status,
            scope,
            violations,
            waived
        from by_handoff
        union all
        select
            check_id,
            'check' as level,
            '' as handoff_key,
            true as is_whole_check,
            was_measured,
            cast(null as {{ dbt.type_string() }}) as finding_before,
            status_before,
            scope_before,
            violations_before,
            is_measured,
            cast(null as {{ dbt.type_string() }}) as finding_id,
            status,
            scope,
            violations,
            waived
        from by_check
    ),

    limited as (
        select
            paired.check_id,
            paired.level,
            paired.handoff_key,
            min(limits.max_violations) as max_violations,
            min(limits.max_share) as max_share,
            {{ string_agg_sorted('distinct limits.declared_in', "', '") }} as limit_declared_in
        from paired
        inner join
            limits
            on paired.check_id = limits.check_id
            and (
                (limits.handoff_id is null and paired.is_whole_check)
                or (limits.handoff_id = paired.handoff_key and paired.level = 'handoff')
            )
        group by paired.check_id, paired.level, paired.handoff_key
    ),

    -- The declared error level applies to the run as a whole, so it is divided by the
    -- comparisons (Bonferroni).
    with_error_level as (
        select
            count(*) as comparisons,
            max(declared_gate.error_level) / greatest(count(*), 1) as error_level
        from paired
        cross join declared_gate
        where paired.was_measured
    ),

    baseline_presence as (select count(*) > 0 as has_baseline from accepted),

    scored as (
        select
            paired.*,
            case
                when paired.was_measured and paired.is_measured
                then
                    {{ regression_score('paired.violations_before', 'paired.scope_before',
                    'paired.violations', 'paired.scope') }}
            end as score,
            case
                when paired.was_measured and paired.is_measured
                then
                    {{ regression_score('paired.violations', 'paired.scope',
                    'paired.violations_before', 'paired.scope_before') }}
            end as better_score,
            {{ normal_quantile('coalesce(with_error_level.error_level, declared_gate.error_level)') }}
            as critical_score,
            -- If rows move freely between two runs, the chance that all of them fall into the
            -- first is one half to the power of their number.
            paired.scope_before * ln(cast(2 as double)) > - ln(
                cast(coalesce(with_error_level.error_level, declared_gate.error_level) as double)
            ) as is_scope_loss_beyond_chance,
            coalesce(with_error_level.comparisons, 0) as comparisons,
            baseline_presence.has_baseline,
            limited.max_violations,
            limited.max_share,
            limited.limit_declared_in
        from paired
        cross join declared_gate
        cross join baseline_presence
        left join with_error_level on true
        left join
            limited
            on paired.check_id = limited.check_id
            and paired.level = limited.level
            and paired.handoff_key = limited.handoff_key
    ),

    judged as (
        select
            scored.*,
            has_baseline
            and level = 'handoff'
            and coalesce(status = 'fail', false)
            and finding_before is null
            and (
                coalesce(violations_before, 0) = 0
                or not was_measured
                or coalesce(score > critical_score, false)
            ) as is_new,
            coalesce(score > critical_score, false) as is_beyond_chance,
            has_baseline
            and not is_measured
            and (was_measured or coalesce(status = 'error', false))
            and (level = 'check' or (handoff_key <> '' and is_scope_loss_beyond_chance)) as is_lost,
            limit_declared_in is not null
            and (
                not is_measured
                or coalesce(violations > max_violations, false)
                or coalesce(violations > max_share * scope, false)
            ) as is_over_limit
        from scored
    ),

    named as (
        select
            judged.*,
            is_beyond_chance and not is_new as is_worse,
            case
                when is_over_limit
                then 'over_limit'
                when is_lost
                then 'lost'
                when is_new
                then 'new'
                when is_beyond_chance
                then 'worse'
                when not has_baseline
                then 'no_baseline'
                when not is_measured and level = 'handoff'
                then 'within_chance'
                when not is_measured
                then 'not_computable'
                when status in ('waived', 'unconfirmed')
                then status
                when finding_before is not null and status = 'pass'
                then 'resolved'
                when not was_measured
                then 'gained'
                when better_score > critical_score
                then 'improved'
                when finding_before is not null
                then 'known'
                when violations_before * scope = violations * scope_before
                then 'unchanged'
                else 'within_chance'
            end as verdict
        from judged
    ),

    final as (
        select
            named.check_id,
            named.level,
            nullif(named.handoff_key, '') as handoff_id,
            coalesce(named.finding_id, named.finding_before) as finding_id,
            checks.severity,
            named.verdict,
            named.is_new or named.is_worse or named.is_lost or named.is_over_limit as is_failure,
            named.is_new,
            named.is_worse,
            named.is_lost,
            named.is_over_limit,
            named.status_before,
            named.scope_before,
            named.violations_before,
            cast(
                cast(named.violations_before as decimal(18, 6))
                / nullif(named.scope_before, 0) as decimal(9, 6)
            ) as rate_before,
            named.status,
            named.scope,
            named.violations,
            named.waived,
            cast(
                cast(named.violations as decimal(18, 6)) / nullif(named.scope, 0) as decimal(9, 6)
            ) as rate,
            named.score,
            named.critical_score,
            named.comparisons,
            named.max_violations,
            named.max_share,
            handoffs.declared_in,
            named.limit_declared_in,
            run.run_id
        from named
        cross join run
        left join checks on named.check_id = checks.check_id
        left join handoffs on named.handoff_key = handoffs.handoff_id
    )

select *
from final
