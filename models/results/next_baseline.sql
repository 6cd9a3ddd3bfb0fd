-- The rows `handoff accept` writes: all current results, or only the improved ones.
with
    baseline as (select * from {{ ref('baseline') }}),

    handoff_results as (select * from {{ ref('handoff_results') }}),

    accepted as (select baseline.*, coalesce(handoff_id, '') as handoff_key from baseline),

    current_rows as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            status,
            scope,
            violations,
            rate,
            -- A waived finding is not accepted: without its waiver it is new.
            case when status = 'fail' then finding_id end as finding_id
        from handoff_results
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
                when accepted.rate is null or current_rows.rate <= accepted.rate
                then 'take'
                else 'keep'
            end as choice,
            current_rows.status as status_now,
            current_rows.scope as scope_now,
            current_rows.violations as violations_now,
            current_rows.rate as rate_now,
            current_rows.finding_id as finding_now,
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
    ),

    all_rows as (
        select 'all' as kind, check_id, handoff_key, status, scope, violations, rate, finding_id
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
            case when choice = 'take' then finding_now else finding_id end as finding_id
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
            finding_id
        from all_rows
    )

select *
from final
