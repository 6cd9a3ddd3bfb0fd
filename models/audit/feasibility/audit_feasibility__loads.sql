-- What a run of a handoff costs on either side: calls, time by each limit, and share of the daily
-- quota, once if all records move and once if only the changes do.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    loads as (select * from {{ ref('declared_handoff_loads') }}),

    limits as (select * from {{ ref('audit_feasibility__limits') }}),

    volumes as (select * from {{ ref('audit_feasibility__volumes') }}),

    -- A handoff inside one system calls no API.
    sides as (
        select handoff_id, 'source' as side, from_system as system, from_object as object
        from handoffs
        where from_system <> to_system
        union all
        select handoff_id, 'target' as side, to_system as system, to_object as object
        from handoffs
        where from_system <> to_system
    ),

    -- How many records all are, and how many change per day: as declared, else as counted.
    moved as (
        select
            handoffs.handoff_id,
            'full' as pull,
            coalesce(loads.records, volumes.records) as volume,
            loads.records is not null as is_declared_volume
        from handoffs
        left join loads on handoffs.handoff_id = loads.handoff_id
        left join
            volumes
            on handoffs.from_system = volumes.system
            and handoffs.from_object = volumes.object
        union all
        select
            handoffs.handoff_id,
            'changes' as pull,
            coalesce(loads.records_per_day, volumes.records_per_day) as volume,
            loads.records_per_day is not null as is_declared_volume
        from handoffs
        left join loads on handoffs.handoff_id = loads.handoff_id
        left join
            volumes
            on handoffs.from_system = volumes.system
            and handoffs.from_object = volumes.object
    ),

    -- The records of a call: as declared, but not more than the API takes. `best_per_call` is the
    -- most that the API allows.
    sized as (
        select
            sides.handoff_id,
            sides.side,
            sides.system,
            sides.object,
            moved.pull,
            moved.volume,
            moved.is_declared_volume,
            loads.handoff_id is not null as has_load,
            loads.pull as declared_pull,
            loads.every_seconds,
            coalesce(loads.window_seconds, loads.every_seconds) as window_seconds,
            -- A load without an interval runs once a day.
            86400 / cast(coalesce(loads.every_seconds, 86400) as double) as runs_per_day,
            limits.calls as allowed_calls,
            limits.window_seconds as limit_seconds,
            limits.batch_calls,
            limits.calls_per_day as quota,
            limits.change_tracking,
            limits.is_open_because,
            case
                when sides.side = 'source' then limits.page_size else limits.records_per_call
            end as best_per_call,
            case
                when sides.side = 'source'
                then coalesce(loads.page, limits.page_size, loads.per_call)
                else loads.per_call
            end as wanted_per_call,
            -- Records that an event sends are not read by calls.
            sides.side = 'target'
            or loads.every_seconds is not null
            or loads.pull is not null as is_called,
            coalesce(loads.declared_in, handoffs.declared_in) as declared_in
        from sides
        inner join handoffs on sides.handoff_id = handoffs.handoff_id
        inner join moved on sides.handoff_id = moved.handoff_id
        left join loads on sides.handoff_id = loads.handoff_id
        left join limits on sides.system = limits.system and sides.object = limits.object
    ),

    called as (
        select
            *,
            case when pull = 'full' then volume else ceil(volume / runs_per_day) end as records,
            case when pull = 'full' then volume * runs_per_day else volume end as day_records,
            least(
                coalesce(wanted_per_call, 1), coalesce(best_per_call, wanted_per_call, 1)
            ) as records_per_call,
            coalesce(best_per_call, wanted_per_call, 1) as batched_per_call
        from sized
    ),

    -- A run that finds no change still asks once.
    counted as (
        select
            *,
            case
                when records is not null
                then
                    greatest(
                        ceil(cast(records as double) / records_per_call),
                        case when side = 'source' then 1 else 0 end
                    )
            end as calls,
            case
                when records is not null
                then
                    greatest(
                        ceil(cast(day_records as double) / records_per_call),
                        case when side = 'source' then runs_per_day else 0 end
                    )
            end as calls_per_day,
            ceil(cast(records as double) / batched_per_call) as batched_calls,
            case
                when records_per_call > 1
                then coalesce(batch_calls, allowed_calls)
                else allowed_calls
            end as rate,
            case
                when batched_per_call > 1
                then coalesce(batch_calls, allowed_calls)
                else allowed_calls
            end as batched_rate
        from called
    ),

    timed as (
        select
            *,
            calls * limit_seconds / rate as rate_seconds,
            calls / quota as quota_days,
            batched_calls * limit_seconds / batched_rate as batched_seconds,
            batched_calls / quota as batched_days
        from counted
    ),

    -- A run that needs more calls than a day allows takes whole days.
    added as (
        select
            *,
            greatest(
                coalesce(rate_seconds, 0),
                case when quota_days > 1 then quota_days * 86400 else 0 end
            ) as run_seconds,
            greatest(
                coalesce(batched_seconds, 0),
                case when batched_days > 1 then batched_days * 86400 else 0 end
            ) as batched_run_seconds,
            rate_seconds is null and quota_days is null as has_no_limit
        from timed
    ),

    -- One record a call is assumed where nobody says more. If that fits, more fit, too; if it does
    -- not, only the largest batch that the API allows can tell.
    fitted as (
        select
            *,
            case
                when records is null or has_no_limit or window_seconds is null or not has_load
                then null
                when run_seconds > window_seconds and wanted_per_call is not null
                then false
                when batched_run_seconds > window_seconds
                then false
                when run_seconds <= window_seconds and rate_seconds is not null
                then true
            end as fits
        from added
    ),

    judged as (
        select
            *,
            case
                when not has_load
                then 'the handoff declares no load'
                when volume is null
                then 'neither the load nor an export says how many records move'
                when has_no_limit
                then coalesce(is_open_because, 'no limit of calls is known for ' || system)
                when window_seconds is null
                then 'the load has neither a window nor an interval'
                when fits is null and run_seconds > window_seconds
                then 'the load does not say how many records a call writes (per_call)'
                when fits is null
                then 'no limit of calls per minute is known for ' || system
                when fits and declared_pull is null
                then 'the load does not say what it moves (pull)'
            end as not_judged_because
        from fitted
    ),

    final as (
        select
            handoff_id || '/' || side || '/' || pull as load_key,
            handoff_id,
            side,
            system,
            object,
            pull,
            pull is not distinct from declared_pull as is_declared_pull,
            -- Changes are the least that a load without `pull` moves.
            is_called and pull = coalesce(declared_pull, 'changes') as is_judged,
            has_load,
            cast(records as bigint) as records,
            case
                when volume is null then null when is_declared_volume then 'declared' else 'exports'
            end as volume_source,
            cast(runs_per_day as decimal(18, 4)) as runs_per_day,
            records_per_call,
            cast(calls as bigint) as calls,
            cast(ceil(calls_per_day) as bigint) as calls_per_day,
            cast(rate_seconds as decimal(18, 1)) as rate_seconds,
            cast(rate_seconds / 60 as decimal(18, 2)) as rate_minutes,
            cast(quota_days as decimal(18, 4)) as quota_days,
            cast(calls_per_day / quota as decimal(18, 6)) as quota_share,
            case
                when records is null or has_no_limit
                then null
                when quota_days > 1 and quota_days * 86400 > coalesce(rate_seconds, 0)
                then 'calls_per_day'
                when rate_seconds is not null
                then 'calls_per_window'
                else 'calls_per_day'
            end as binding_limit,
            batched_per_call,
            cast(batched_calls as bigint) as batched_calls,
            cast(batched_seconds as decimal(18, 1)) as batched_seconds,
            cast(batched_days as decimal(18, 4)) as batched_days,
            window_seconds,
            case when not_judged_because is null then fits end as fits_window,
            not_judged_because,
            case
                when side = 'source' and pull = 'changes' then change_tracking
            end as is_pull_possible,
            case
                when side = 'source' and pull = 'changes' and change_tracking is null
                then coalesce(is_open_because, 'nobody says whether ' || system || ' lists changes')
            end as pull_not_judged_because,
            case when is_declared_volume then 'A' else 'B' end as evidence_grade,
            declared_in
        from judged
    )

select *
from final
