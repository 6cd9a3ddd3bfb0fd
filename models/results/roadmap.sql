-- The plan of 30 days: who mends what until when. One quick win comes first, then the other quick
-- wins, then structural work. The business days of each owner are added up, so nobody has two
-- things
-- due on one day. A finding that is mended stays in the plan with the value before and after.
with
    findings as (select * from {{ ref('findings') }} where status = 'fail'),

    history as (select * from {{ ref('handoff_history') }}),

    current_run as (select * from {{ ref('current_run') }}),

    promise_changes as (select * from {{ ref('promise_changes') }}),

    checks as (select * from {{ ref('checks') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    holidays as (select * from {{ ref('declared_holidays') }}),

    as_of as (select * from {{ ref('as_of') }}),

    limits as (
        select
            {{ audit_limit('small_effort_days') }} as small_days,
            {{ audit_limit('medium_effort_days') }} as medium_days,
            {{ audit_limit('large_effort_days') }} as large_days,
            {{ audit_limit('quick_win_proof_days') }} as proof_days,
            {{ audit_limit('plan_days') }} as plan_days
    ),

    -- The first run in which a finding failed.
    first_seen as (
        select history.*
        from history
        where status = 'fail'
        qualify row_number() over (partition by check_id, handoff_id order by as_of, run_id) = 1
    ),

    current as (
        select history.* from history inner join current_run on history.run_id = current_run.run_id
    ),

    phased as (
        select
            findings.*,
            case
                when worth = 'not_worth_fixing'
                then 4
                when bucket = 'quick_win'
                then 1
                when bucket = 'structural'
                then 2
                else 3
            end as phase,
            case
                effort
                when 's'
                then limits.small_days
                when 'm'
                then limits.medium_days
                else limits.large_days
            end as effort_days
        from findings
        cross join limits
    ),

    -- The quick win that comes first: somebody waits for it, and a person can be asked to do it.
    placed as (
        select
            phased.*,
            phase = 1
            and open_records > 0
            and row_number() over (
                order by
                    case when phase = 1 and open_records > 0 then 0 else 1 end,
                    case when is_owner_person then 0 else 1 end,
                    rank
            )
            = 1 as is_first_quick_win
        from phased
    ),

    ordered as (
        select
            placed.*,
            row_number() over (
                order by case when is_first_quick_win then 0 else 1 end, phase, rank
            ) as place
        from placed
    ),

    loaded as (
        select
            ordered.*,
            sum(effort_days) over (
                partition by owner, case when phase = 1 then 1 else 2 end
                order by place
                rows between unbounded preceding and current row
            ) as days_in_phase,
            sum(case when phase = 1 then effort_days else 0 end) over (
                partition by owner
            ) as quick_days,
            max(case when is_first_quick_win then effort_days end) over () as first_days
        from ordered
    ),

    timed as (
        select
            loaded.*,
            case
                when phase = 4
                then null
                when phase = 1
                then days_in_phase
                else
                    -- null means the plan has no quick win that must prove itself first.
                    greatest(quick_days, coalesce(loaded.first_days + limits.proof_days, 0))
                    + days_in_phase
            end as business_day
        from loaded
        cross join limits
    ),

    -- A day of work is a weekday on which some calendar of the company is open.
    open_weekdays as (select distinct weekday from calendars where closes_second > opens_second),

    days as (
        select
            cast(
                {{ range_rows(
        add_seconds("date_trunc('day', as_of)", '86400'),
        add_seconds("date_trunc('day', as_of)", 'plan_days * 86400'), 'day'
    ) }} as date
            ) as day_on
        from as_of
        cross join limits
        where as_of.as_of is not null
    ),

    closed_days as (
        select holiday_on
        from holidays
        group by holiday_on
        having count(distinct calendar) = (select count(distinct calendar) from calendars)
    ),

    business_days as (
        select days.day_on, row_number() over (order by days.day_on) as business_day
        from days
        left join open_weekdays on {{ iso_weekday('days.day_on') }} = open_weekdays.weekday
        left join closed_days on days.day_on = closed_days.holiday_on
        where
            closed_days.holiday_on is null
            and (
                open_weekdays.weekday is not null
                or (
                    (select count(*) from open_weekdays) = 0
                    and {{ iso_weekday('days.day_on') }} <= 5
                )
            )
    ),

    planned as (
        select
            timed.place,
            timed.finding_id,
            timed.check_id,
            timed.handoff_id,
            case when timed.phase = 4 then 'not_worth_fixing' else 'open' end as state,
            timed.bucket,
            timed.is_first_quick_win,
            timed.rank,
            timed.owner,
            timed.is_owner_person,
            timed.backup,
            business_days.day_on as due_on,
            timed.effort_days,
            timed.minutes,
            timed.claim,
            timed.remedy,
            timed.harm,
            timed.people,
            timed.open_records,
            timed.money_kind,
            timed.money_likely,
            timed.money_high,
            timed.money_currency,
            timed.violations,
            timed.scope,
            cast(floor(timed.tolerance * timed.scope) as bigint) as target_violations
        from timed
        left join business_days on timed.business_day = business_days.business_day
    ),

    -- Findings of an earlier run that pass now under the same promise.
    mended as (
        select
            first_seen.finding_id,
            first_seen.check_id,
            first_seen.handoff_id,
            current.violations,
            current.scope,
            cast(floor(checks.tolerance * current.scope) as bigint) as target_violations,
            checks.claim,
            checks.remedy,
            checks.harm
        from first_seen
        inner join
            current
            on first_seen.check_id = current.check_id
            and first_seen.handoff_id is not distinct from current.handoff_id
            and current.status = 'pass'
        inner join checks on first_seen.check_id = checks.check_id
        where
            not exists (
                select 1
                from promise_changes
                where
                    promise_changes.check_id = first_seen.check_id
                    and promise_changes.handoff_id is not distinct from first_seen.handoff_id
            )
    ),

    all_items as (
        select *
        from planned
        union all
        select
            cast(null as bigint) as place,
            finding_id,
            check_id,
            handoff_id,
            'mended' as state,
            cast(null as {{ dbt.type_string() }}) as bucket,
            false as is_first_quick_win,
            cast(null as bigint) as rank,
            cast(null as {{ dbt.type_string() }}) as owner,
            cast(null as boolean) as is_owner_person,
            cast(null as {{ dbt.type_string() }}) as backup,
            cast(null as date) as due_on,
            cast(null as bigint) as effort_days,
            cast(null as decimal(18, 2)) as minutes,
            claim,
            remedy,
            harm,
            cast(0 as bigint) as people,
            cast(0 as bigint) as open_records,
            cast(null as {{ dbt.type_string() }}) as money_kind,
            cast(null as decimal(18, 2)) as money_likely,
            cast(null as decimal(18, 2)) as money_high,
            cast(null as {{ dbt.type_string() }}) as money_currency,
            violations,
            scope,
            target_violations
        from mended
    ),

    final as (
        select
            all_items.finding_id,
            all_items.check_id,
            all_items.handoff_id,
            all_items.state,
            all_items.place,
            all_items.is_first_quick_win,
            all_items.bucket,
            all_items.rank,
            all_items.owner,
            all_items.is_owner_person,
            all_items.backup,
            all_items.due_on,
            all_items.state = 'open' and all_items.due_on is not null as is_in_plan,
            cast(all_items.effort_days as bigint) as effort_days,
            all_items.minutes,
            all_items.claim,
            all_items.remedy,
            all_items.harm,
            all_items.people,
            all_items.open_records,
            all_items.money_kind,
            all_items.money_likely,
            all_items.money_high,
            all_items.money_currency,
            first_seen.as_of as first_seen_at,
            first_seen.violations as violations_before,
            first_seen.scope as scope_before,
            all_items.violations,
            all_items.scope,
            all_items.target_violations
        from all_items
        left join
            first_seen
            on all_items.check_id = first_seen.check_id
            and all_items.handoff_id is not distinct from first_seen.handoff_id
    )

select *
from final
