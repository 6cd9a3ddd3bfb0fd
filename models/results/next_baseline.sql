-- The rows `handoff accept` writes: all current results, or only the improved ones. An improvement
-- is a violation that was mended: a loosened promise, a smaller scope and a grown scope are none.
with
    baseline as (select * from {{ ref('baseline') }}),

    handoff_results as (select * from {{ ref('handoff_results') }}),

    record_movement as (select * from {{ ref('record_movement') }}),

    promises as (select * from {{ ref('promises') }}),

    promise_changes as (select * from {{ ref('promise_changes') }}),

    promised as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            {{ string_agg_sorted("part || '=' || digest", "' '") }} as promise
        from promises
        group by check_id, coalesce(handoff_id, '')
    ),

    redeclared as (
        select distinct check_id, coalesce(handoff_id, '') as handoff_key from promise_changes
    ),

    movement as (select *, coalesce(handoff_id, '') as handoff_key from record_movement),

    accepted as (select baseline.*, coalesce(handoff_id, '') as handoff_key from baseline),

    current_rows as (
        select
            handoff_results.check_id,
            coalesce(handoff_results.handoff_id, '') as handoff_key,
            handoff_results.status,
            handoff_results.scope,
            handoff_results.violations,
            handoff_results.rate,
            -- A waived finding is not accepted: without its waiver it is new.
            case
                when handoff_results.status = 'fail' then handoff_results.finding_id
            end as finding_id,
            coalesce(promised.promise, 'none') as promise
        from handoff_results
        left join
            promised
            on handoff_results.check_id = promised.check_id
            and coalesce(handoff_results.handoff_id, '') = promised.handoff_key
    ),

    -- If a check names a handoff only for violations, a handoff it no longer names is fixed.
    checks_now as (
        select
            check_id,
            bool_or(status in ('pass', 'fail', 'waived', 'unconfirmed')) as is_measured,
            bool_or(
                handoff_key = '' and status in ('pass', 'fail', 'waived', 'unconfirmed')
            ) as is_partly_named
        from current_rows
        group by check_id
    ),

    paired as (
        select
            coalesce(current_rows.check_id, accepted.check_id) as check_id,
            coalesce(current_rows.handoff_key, accepted.handoff_key) as handoff_key,
            case
                when accepted.check_id is null and current_rows.status <> 'pass'
                then 'leave out'
                when accepted.check_id is null
                then 'take'
                when current_rows.check_id is null and coalesce(movement.left_violations, 0) > 0
                then 'keep'
                when current_rows.check_id is null and checks_now.is_partly_named
                then 'leave out'
                when
                    current_rows.check_id is null
                    and accepted.rate is null
                    and checks_now.is_measured
                then 'leave out'
                when current_rows.check_id is null
                then 'keep'
                when current_rows.status not in ('pass', 'fail', 'waived', 'unconfirmed')
                then 'keep'
                when current_rows.finding_id is not null and accepted.finding_id is null
                then 'keep'
                when redeclared.check_id is not null
                then 'keep'
                when accepted.rate is null
                then 'take'
                when current_rows.rate > accepted.rate
                then 'keep'
                when current_rows.rate = accepted.rate and current_rows.scope >= accepted.scope
                then 'take'
                when current_rows.scope < accepted.scope
                then 'keep'
                when coalesce(movement.left_violations, 0) > 0
                then 'keep'
                when coalesce(movement.mended, 0) = 0 and accepted.violations > 0
                then 'keep'
                else 'take'
            end as choice,
            case
                when redeclared.check_id is not null
                then 'its promise is declared otherwise'
                when current_rows.rate >= accepted.rate or current_rows.rate is null
                then null
                when current_rows.scope < accepted.scope
                then 'its scope is smaller'
                when coalesce(movement.left_violations, 0) > 0
                then 'violations left the scope and were not mended'
                when coalesce(movement.mended, 0) = 0 and accepted.violations > 0
                then 'the scope grew and no violation was mended'
            end as left_out_because,
            current_rows.status as status_now,
            current_rows.scope as scope_now,
            current_rows.violations as violations_now,
            current_rows.rate as rate_now,
            current_rows.finding_id as finding_now,
            current_rows.promise as promise_now,
            accepted.promise,
            accepted.status,
            accepted.scope,
            accepted.violations,
            accepted.rate,
            accepted.finding_id
        from accepted
        full outer join
            current_rows
            on accepted.check_id = current_rows.check_id
            and accepted.handoff_key = current_rows.handoff_key
        left join checks_now on accepted.check_id = checks_now.check_id
        left join
            redeclared
            on accepted.check_id = redeclared.check_id
            and accepted.handoff_key = redeclared.handoff_key
        left join
            movement
            on accepted.check_id = movement.check_id
            and accepted.handoff_key = movement.handoff_key
    ),

    all_rows as (
        select
            'all' as kind,
            check_id,
            handoff_key,
            status,
            scope,
            violations,
            rate,
            finding_id,
            promise,
            true as is_taken,
            cast(null as {{ dbt.type_string() }}) as left_out_because
        from current_rows
        union all
        select
            'improvements' as kind,
            check_id,
            handoff_key,
            case when choice = 'take' then status_now else status end as status,
            case when choice = 'take' then scope_now else scope end as scope,
            case when choice = 'take' then violations_now else violations end as violations,
            case when choice = 'take' then rate_now else rate end as rate,
            case when choice = 'take' then finding_now else finding_id end as finding_id,
            case when choice = 'take' then promise_now else promise end as promise,
            choice = 'take' as is_taken,
            left_out_because
        from paired
        where choice <> 'leave out'
    ),

    final as (
        select
            kind,
            check_id,
            nullif(handoff_key, '') as handoff_id,
            status,
            scope,
            violations,
            rate,
            finding_id,
            promise,
            is_taken,
            left_out_because
        from all_rows
    )

select *
from final
