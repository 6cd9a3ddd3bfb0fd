-- The no-regression gate: the current results against the baseline. A known finding does not
-- fail. It fails on a new finding, a share that got significantly worse as a whole or among the
-- records that came or turned bad since the baseline, a new record of a check that fails record by
-- record, a lost verdict, a promise that was declared anew, or an exceeded limit.
with
    accepted as (select * from {{ ref('baseline') }}),

    results as (select * from {{ ref('handoff_results') }}),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_contracts') }}),

    declared_gate as (select * from {{ ref('declared_gate') }}),

    limits as (select * from {{ ref('declared_limits') }}),

    run as (select * from {{ ref('current_run') }}),

    movement as (select * from {{ ref('record_movement') }}),

    entered_groups as (select * from {{ ref('entered_groups') }}),

    promise_changes as (select * from {{ ref('promise_changes') }}),

    lost_inputs as (select * from {{ ref('lost_inputs') }}),

    new_violations as (select * from {{ ref('new_violations') }}),

    night_facts as (select * from {{ ref('night_facts') }}),

    record_by_record as (select * from {{ ref('record_by_record') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }}),

    -- If two rows describe one thing (a test rejects this), the stricter one counts.
    baseline_rows as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            finding_id,
            status,
            scope,
            violations,
            promise,
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

    moved as (
        select
            check_id,
            'handoff' as level,
            coalesce(handoff_id, '') as handoff_key,
            one_in,
            entered,
            left_scope,
            new_violations,
            turned_bad,
            mended,
            left_violations,
            chance
        from movement
        where chance is not null
    ),

    all_moved as (
        select *
        from moved
        union all
        select
            check_id,
            'check' as level,
            '' as handoff_key,
            max(one_in) as one_in,
            cast(sum(entered) as bigint) as entered,
            cast(sum(left_scope) as bigint) as left_scope,
            cast(sum(new_violations) as bigint) as new_violations,
            cast(sum(turned_bad) as bigint) as turned_bad,
            cast(sum(mended) as bigint) as mended,
            cast(sum(left_violations) as bigint) as left_violations,
            cast(null as double) as chance
        from moved
        group by check_id
    ),

    -- The declared error level applies to the run as a whole, so it is divided by the
    -- comparisons (Bonferroni): half for the whole scopes and for what came or turned bad since the
    -- baseline, half for the groups.
    comparisons_of_changes as (select count(*) as comparisons from moved),

    with_error_level as (
        select
            count(*) + max(comparisons_of_changes.comparisons) as comparisons,
            max(declared_gate.error_level)
            / 2
            / greatest(count(*) + max(comparisons_of_changes.comparisons), 1) as error_level
        from paired
        cross join declared_gate
        cross join comparisons_of_changes
        where paired.was_measured
    ),

    -- One group of each dimension: a day that stands out says less than the country it is due to.
    group_places as (
        select
            *,
            row_number() over (
                partition by check_id, handoff_id, dimension
                order by chance, violations desc, group_value
            ) as place
        from entered_groups
        where stands_out
    ),

    standing_out as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            {{ string_agg_sorted("dimension || ' ' || group_value || ': ' || violations || ' of ' || entered", "', '") }}
            as group_text
        from group_places
        where place = 1
        group by check_id, coalesce(handoff_id, '')
    ),

    -- The new violations of the checks that fail record by record by name, and the fields of all.
    -- An
    -- id that is an address is no name for a report.
    placed_violations as (
        select *, row_number() over (partition by check_id, handoff_key order by record_id) as place
        from new_violations
        where record_id not like '%@%'
    ),

    named_violations as (
        select
            check_id,
            handoff_key,
            {{ string_agg_sorted('distinct field_header', "', '") }} as fields,
            {{ string_agg_sorted("case when place <= 3 then record_key end", "', '") }}
            || case when max(place) > 3 then ' and more' else '' end as records
        from placed_violations
        group by check_id, handoff_key
    ),

    -- A system whose export is a day behind cannot show what arrived since.
    waiting as (
        select handoffs.handoff_id as handoff_key, min(night_facts.detail) as reason
        from night_facts
        inner join handoffs on night_facts.system = handoffs.to_system
        where night_facts.kind = 'export_old' and not night_facts.is_failure
        group by handoffs.handoff_id
    ),

    redeclared as (
        select
            promise_changes.check_id,
            coalesce(promise_changes.handoff_id, '') as handoff_key,
            {{ string_agg_sorted("distinct promise_changes.part || coalesce(' ' || service_levels.service_level, '') || ' ' || promise_changes.change || coalesce(' (' || promise_changes.declared_in || ')', '')",
            "', '") }}
            as promise_change,
            min(promise_changes.declared_in) as promise_declared_in
        from promise_changes
        left join
            service_levels
            on promise_changes.part like 'service_level%'
            and promise_changes.declared_in = service_levels.declared_in
        group by promise_changes.check_id, coalesce(promise_changes.handoff_id, '')
    ),

    by_record as (
        select record_by_record.check_id, coalesce(handoffs.handoff_id, '') as handoff_key
        from record_by_record
        inner join handoffs on record_by_record.hop = handoffs.hop
        union
        select moved.check_id, moved.handoff_key
        from moved
        inner join record_by_record on moved.check_id = record_by_record.check_id
        where record_by_record.hop is null
    ),

    places as (
        select handoff_id
        from handoffs
        union
        select rule_id as handoff_id
        from rules
        union
        select sum_id as handoff_id
        from sums
    ),

    removed as (
        select
            baseline_rows.check_id,
            baseline_rows.handoff_key,
            case
                when baseline_rows.promise like '%rule=%'
                then 'rule '
                when baseline_rows.promise like '%sum=%'
                then 'sum '
                else 'handoff '
            end
            || baseline_rows.handoff_key
            || ' is not declared any more' as removed_because
        from baseline_rows
        left join places on baseline_rows.handoff_key = places.handoff_id
        where baseline_rows.handoff_key <> '' and places.handoff_id is null
    ),

    removed_checks as (
        select check_id, {{ string_agg_sorted('removed_because', "'; '") }} as removed_because
        from removed
        group by check_id
    ),

    redeclared_checks as (select distinct check_id from redeclared),

    lost_handoffs as (
        select check_id, coalesce(handoff_id, '') as handoff_key, min(reason) as reason
        from lost_inputs
        group by check_id, coalesce(handoff_id, '')
    ),

    lost_checks as (select check_id, min(reason) as reason from lost_inputs group by check_id),

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
            -- Where nothing turned bad, as many mended records would come by chance with the same
            -- probability.
            coalesce(
                all_moved.new_violations = 0
                and all_moved.mended * ln(cast(2 as double))
                > - ln(cast(with_error_level.error_level as double)),
                false
            ) as is_mended_beyond_chance,
            all_moved.entered,
            all_moved.left_scope,
            all_moved.new_violations,
            all_moved.turned_bad,
            all_moved.mended,
            all_moved.left_violations,
            all_moved.one_in,
            all_moved.chance,
            coalesce(
                all_moved.chance < with_error_level.error_level, false
            ) as is_change_beyond_chance,
            by_record.check_id is not null
            and coalesce(all_moved.new_violations > 0, false) as has_new_record,
            standing_out.group_text,
            named_violations.fields as new_fields,
            named_violations.records as new_records,
            -- New records that did not arrive are another matter: they show an outage.
            case
                when all_moved.new_violations = all_moved.turned_bad then waiting.reason
            end as waiting_because,
            redeclared.promise_change,
            redeclared.promise_declared_in,
            redeclared_checks.check_id is not null
            and paired.level = 'check' as has_redeclared_part,
            case
                when paired.level = 'check' and not paired.is_measured
                then removed_checks.removed_because
                else removed.removed_because
            end as removed_because,
            case
                when paired.is_measured
                then null
                when paired.level = 'check'
                then lost_checks.reason
                else lost_handoffs.reason
            end as lost_because,
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
        left join
            all_moved
            on paired.check_id = all_moved.check_id
            and paired.handoff_key = all_moved.handoff_key
            and paired.level = all_moved.level
        left join
            standing_out
            on paired.check_id = standing_out.check_id
            and paired.handoff_key = standing_out.handoff_key
            and paired.level = 'handoff'
        left join
            named_violations
            on paired.check_id = named_violations.check_id
            and paired.handoff_key = named_violations.handoff_key
            and paired.level = 'handoff'
        left join waiting on paired.handoff_key = waiting.handoff_key and paired.level = 'handoff'
        left join
            redeclared
            on paired.check_id = redeclared.check_id
            and paired.handoff_key = redeclared.handoff_key
            and paired.level = 'handoff'
        left join
            by_record
            on paired.check_id = by_record.check_id
            and paired.handoff_key = by_record.handoff_key
            and paired.level = 'handoff'
        left join
            removed
            on paired.check_id = removed.check_id
            and paired.handoff_key = removed.handoff_key
            and paired.level = 'handoff'
        left join redeclared_checks on paired.check_id = redeclared_checks.check_id
        left join removed_checks on paired.check_id = removed_checks.check_id
        left join lost_checks on paired.check_id = lost_checks.check_id
        left join
            lost_handoffs
            on paired.check_id = lost_handoffs.check_id
            and paired.handoff_key = lost_handoffs.handoff_key
    ),

    judged as (
        select
            scored.*,
            promise_change is not null as is_redeclared,
            has_baseline
            and level = 'handoff'
            and promise_change is null
            and waiting_because is null
            and coalesce(status = 'fail', false)
            and finding_before is null
            and (
                coalesce(violations_before, 0) = 0
                or not was_measured
                or coalesce(score > critical_score, false)
            ) as is_new,
            promise_change is null
            and waiting_because is null
            and not coalesce(has_redeclared_part, false)
            and coalesce(score > critical_score, false) as is_beyond_chance,
            promise_change is null
            and waiting_because is null
            and (
                is_change_beyond_chance or has_new_record or group_text is not null
            ) as is_bad_since,
            has_baseline
            and (
                (removed_because is not null and was_measured)
                or (
                    not is_measured
                    and (was_measured or coalesce(status = 'error', false))
                    and (
                        level = 'check'
                        or lost_because is not null
                        or (handoff_key <> '' and is_scope_loss_beyond_chance)
                    )
                )
            ) as is_lost,
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
            is_beyond_chance and not is_new and not is_lost as is_worse,
            is_bad_since and not is_new and not is_lost as is_worse_since,
            case
                when is_over_limit
                then 'over_limit'
                when is_lost
                then 'lost'
                when is_redeclared
                then 'redeclared'
                when is_new
                then 'new'
                when is_beyond_chance
                then 'worse'
                when is_bad_since
                then 'worse_since'
                when not has_baseline
                then 'no_baseline'
                -- Nothing of it could be judged, then as now.
                when not is_measured and not was_measured and level = 'handoff'
                then 'unchanged'
                when not is_measured and level = 'handoff'
                then 'within_chance'
                when not is_measured
                then 'not_computable'
                when status in ('waived', 'unconfirmed')
                then status
                when finding_before is not null and status = 'pass' and mended > 0
                then 'resolved'
                when finding_before is not null and status = 'pass' and left_violations > 0
                then 'left_scope'
                when finding_before is not null and status = 'pass'
                then 'diluted'
                when not was_measured
                then 'gained'
                when has_redeclared_part
                then 'within_chance'
                when (better_score > critical_score or is_mended_beyond_chance) and mended > 0
                then 'improved'
                when better_score > critical_score and left_violations > 0
                then 'left_scope'
                when better_score > critical_score
                then 'diluted'
                when finding_before is not null
                then 'known'
                when violations_before * scope = violations * scope_before
                then 'unchanged'
                else 'within_chance'
            end as verdict
        from judged
    ),

    explained as (
        select
            named.*,
            case
                when verdict = 'lost'
                then coalesce(removed_because, lost_because)
                when verdict = 'redeclared'
                then 'the promise is declared otherwise: ' || promise_change
                when verdict in ('new', 'worse', 'worse_since')
                then
                    nullif(
                        concat_ws(
                            '; ',
                            case
                                when has_new_record
                                then
                                    'this check fails record by record: '
                                    || new_violations
                                    || ' new'
                                    || coalesce(' (' || new_records || ')', '')
                            end,
                            case
                                when is_change_beyond_chance
                                then
                                    new_violations || ' new violations, ' || entered || ' rows came'
                            end,
                            'fields: ' || new_fields,
                            'a group stands out: ' || group_text
                        ),
                        ''
                    )
                when waiting_because is not null and new_violations > 0
                then 'not compared: ' || waiting_because
                when verdict = 'left_scope'
                then 'no violation was mended: ' || left_violations || ' left the scope'
                when verdict = 'diluted'
                then 'no violation was mended: the scope grew'
            end as because
        from named
    ),

    final as (
        select
            explained.check_id,
            explained.level,
            nullif(explained.handoff_key, '') as handoff_id,
            coalesce(explained.finding_id, explained.finding_before) as finding_id,
            checks.severity,
            explained.verdict,
            explained.is_new
            or explained.is_worse
            or explained.is_worse_since
            or explained.is_lost
            or explained.is_redeclared
            or explained.is_over_limit as is_failure,
            explained.is_new,
            explained.is_worse,
            explained.is_worse_since,
            explained.is_lost,
            explained.is_redeclared,
            explained.is_over_limit,
            explained.because,
            explained.status_before,
            explained.scope_before,
            explained.violations_before,
            cast(
                cast(explained.violations_before as decimal(18, 6))
                / nullif(explained.scope_before, 0) as decimal(9, 6)
            ) as rate_before,
            explained.status,
            explained.scope,
            explained.violations,
            explained.waived,
            cast(
                cast(explained.violations as decimal(18, 6))
                / nullif(explained.scope, 0) as decimal(9, 6)
            ) as rate,
            explained.entered,
            explained.left_scope,
            explained.new_violations,
            explained.turned_bad,
            explained.mended,
            explained.left_violations,
            explained.score,
            explained.critical_score,
            explained.chance,
            explained.comparisons,
            explained.max_violations,
            explained.max_share,
            coalesce(explained.promise_declared_in, handoffs.declared_in) as declared_in,
            explained.limit_declared_in,
            run.run_id
        from explained
        cross join run
        left join checks on explained.check_id = checks.check_id
        left join handoffs on explained.handoff_key = handoffs.handoff_id
    )

select *
from final
