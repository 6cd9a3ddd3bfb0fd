-- What moved since the baseline, pairwise and not net, per check and handoff: rows that came into
-- the scope, new violations (of new records, of known records that turned bad) and old violations
-- that were mended or left the scope. A check with very many violations is compared on one in
-- `one_in` of them; the counts are then those of the sample.
with
    baseline as (select * from {{ ref('baseline') }}),

    watermarks as (select * from {{ ref('accepted_watermarks') }}),

    results as (select * from {{ ref('handoff_results') }}),

    check_counts as (select * from {{ ref('check_counts') }}),

    accepted_records as (select * from {{ ref('accepted_records') }}),

    violating_records as (select * from {{ ref('violating_records') }}),

    new_violations as (select * from {{ ref('new_violations') }}),

    mended_records as (select * from {{ ref('mended_records') }}),

    record_contexts as (select * from {{ ref('record_contexts') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    accepted as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            min(scope) as scope,
            min(violations) as violations
        from baseline
        where status in ('pass', 'fail', 'waived') and scope > 0
        group by check_id, coalesce(handoff_id, '')
    ),

    now_rows as (
        select check_id, coalesce(handoff_id, '') as handoff_key, scope, violations
        from results
        where status in ('pass', 'fail', 'waived')
    ),

    -- A check that names handoffs only for violations: an unnamed handoff had none.
    accepted_checks as (
        select check_id, max(case when handoff_key = '' then scope end) as whole_scope
        from accepted
        group by check_id
    ),

    checks_now as (
        select check_id, max(case when handoff_key = '' then scope end) as whole_scope
        from now_rows
        group by check_id
    ),

    keys as (
        select check_id, handoff_key
        from accepted
        union
        select check_id, handoff_key
        from now_rows
    ),

    sampled as (
        select check_id, coalesce(handoff_id, '') as handoff_key, max(one_in) as one_in
        from accepted_records
        group by check_id, coalesce(handoff_id, '')
    ),

    paired as (
        select
            keys.check_id,
            keys.handoff_key,
            coalesce(sampled.one_in, 1) as one_in,
            coalesce(accepted.scope, accepted_checks.whole_scope) as scope_before,
            coalesce(now_rows.scope, checks_now.whole_scope) as scope
        from keys
        left join
            accepted
            on keys.check_id = accepted.check_id
            and keys.handoff_key = accepted.handoff_key
        left join accepted_checks on keys.check_id = accepted_checks.check_id
        left join
            now_rows
            on keys.check_id = now_rows.check_id
            and keys.handoff_key = now_rows.handoff_key
        left join checks_now on keys.check_id = checks_now.check_id
        left join
            sampled on keys.check_id = sampled.check_id and keys.handoff_key = sampled.handoff_key
    ),

    violating as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            record_digest,
            sum(evidence_rows) as evidence_rows
        from violating_records
        group by all
    ),

    known as (
        select check_id, coalesce(handoff_id, '') as handoff_key, record_digest, evidence_rows
        from accepted_records
    ),

    dated as (
        select
            fresh.check_id,
            fresh.handoff_key,
            fresh.fresh_rows,
            -- A record without a moment is taken for a known one.
            coalesce(record_contexts.entered_at > watermarks.latest_at, false) as has_entered
        from new_violations as fresh
        left join record_contexts on fresh.record_key = record_contexts.record_key
        left join
            watermarks
            on record_contexts.system = watermarks.system
            and record_contexts.object = watermarks.object
    ),

    appeared as (
        select
            check_id,
            handoff_key,
            sum(fresh_rows) as new_violations,
            sum(case when has_entered then fresh_rows else 0 end) as entered_violations
        from dated
        group by check_id, handoff_key
    ),

    disappeared as (
        select
            known.check_id,
            known.handoff_key,
            sum(known.evidence_rows) as violations_before,
            sum(
                case
                    when mended_records.check_id is not null or violating.check_id is not null
                    then greatest(known.evidence_rows - coalesce(violating.evidence_rows, 0), 0)
                    else 0
                end
            ) as mended,
            sum(
                case
                    when mended_records.check_id is null and violating.check_id is null
                    then known.evidence_rows
                    else 0
                end
            ) as left_violations
        from known
        left join
            violating
            on known.check_id = violating.check_id
            and known.handoff_key = violating.handoff_key
            and known.record_digest = violating.record_digest
        left join
            mended_records
            on known.check_id = mended_records.check_id
            and known.record_digest = mended_records.record_digest
        group by known.check_id, known.handoff_key
    ),

    -- How many records of an object left since the baseline: those that came before it and are
    -- still there, against their number then.
    remaining as (
        select record_contexts.system, record_contexts.object, count(*) as records_now
        from record_contexts
        inner join
            watermarks
            on record_contexts.system = watermarks.system
            and record_contexts.object = watermarks.object
        where record_contexts.entered_at <= watermarks.latest_at
        group by record_contexts.system, record_contexts.object
    ),

    left_shares as (
        select
            watermarks.system,
            watermarks.object,
            greatest(
                1
                - cast(coalesce(remaining.records_now, 0) as double)
                / nullif(watermarks.records_before, 0),
                0
            ) as left_share
        from watermarks
        left join
            remaining
            on watermarks.system = remaining.system
            and watermarks.object = remaining.object
    ),

    examples as (
        select check_id, max(example_record_id) as example_record_id
        from check_counts
        where handoff_id is null
        group by check_id
    ),

    objects as (
        select
            paired.*,
            coalesce(
                handoffs.from_system, split_part(examples.example_record_id, '/', 1)
            ) as system,
            coalesce(handoffs.from_object, split_part(examples.example_record_id, '/', 2)) as object
        from paired
        left join handoffs on paired.handoff_key = handoffs.handoff_id
        left join examples on paired.check_id = examples.check_id
    ),

    moved as (
        select
            objects.check_id,
            objects.handoff_key,
            objects.one_in,
            objects.scope_before,
            objects.scope,
            coalesce(disappeared.violations_before, 0) as violations_before,
            coalesce(appeared.new_violations, 0) as new_violations,
            coalesce(appeared.entered_violations, 0) as entered_violations,
            coalesce(disappeared.mended, 0) as mended,
            coalesce(disappeared.left_violations, 0) as left_violations,
            cast(
                round(objects.scope_before * coalesce(left_shares.left_share, 0)) as bigint
            ) as estimated_left
        from objects
        left join
            appeared
            on objects.check_id = appeared.check_id
            and objects.handoff_key = appeared.handoff_key
        left join
            disappeared
            on objects.check_id = disappeared.check_id
            and objects.handoff_key = disappeared.handoff_key
        left join
            left_shares
            on objects.system = left_shares.system
            and objects.object = left_shares.object
    ),

    -- Rows that came: the growth of the scope and what replaced the rows that left.
    counted as (
        select
            *,
            greatest(estimated_left, left_violations, scope_before - scope, 0) as left_scope,
            greatest(
                scope - scope_before + greatest(estimated_left, left_violations * one_in),
                new_violations * one_in,
                0
            ) as entered
        from moved
    ),

    tested as (
        select
            *,
            cast(
                greatest(floor(cast(scope_before as double) / one_in), violations_before) as bigint
            ) as sample_before,
            cast(
                greatest(floor(cast(entered as double) / one_in), new_violations) as bigint
            ) as sample_now
        from counted
    ),

    final as (
        select
            check_id,
            nullif(handoff_key, '') as handoff_id,
            cast(one_in as bigint) as one_in,
            cast(scope_before as bigint) as scope_before,
            cast(scope as bigint) as scope,
            cast(violations_before as bigint) as violations_before,
            cast(entered as bigint) as entered,
            cast(left_scope as bigint) as left_scope,
            cast(new_violations as bigint) as new_violations,
            cast(entered_violations as bigint) as entered_violations,
            cast(new_violations - entered_violations as bigint) as turned_bad,
            cast(mended as bigint) as mended,
            cast(left_violations as bigint) as left_violations,
            case
                when scope_before > 0 and scope > 0
                then
                    {{ share_tail('violations_before', 'sample_before', 'new_violations',
                    'sample_now') }}
            end as chance
        from tested
    )

select *
from final
