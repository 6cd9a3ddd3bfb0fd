-- Whether a handoff that runs at intervals can keep its promise. A record that comes just after a
-- run waits for the whole interval; on average it waits for half of it.
with
    promises as (select * from {{ ref('audit_clock__promises') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    loads as (select * from {{ ref('declared_handoff_loads') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    longest_days as (
        select calendar, max(closes_second - opens_second) as open_seconds
        from calendars
        group by calendar
    ),

    waited as (
        select
            promises.handoff_id,
            promises.service_level,
            promises.hop,
            handoffs.to_system as system,
            promises.within_seconds,
            promises.clock,
            case
                when promises.clock = 'business' then longest_days.open_seconds
            end as open_seconds,
            loads.every_seconds,
            loads.processing_seconds,
            coalesce(loads.every_seconds, 0)
            + coalesce(loads.processing_seconds, 0) as elapsed_seconds,
            cast(coalesce(loads.every_seconds, 0) as double) / 2
            + coalesce(loads.processing_seconds, 0) as mean_seconds,
            coalesce(loads.declared_in, handoffs.declared_in) as declared_in
        from promises
        inner join handoffs on promises.handoff_id = handoffs.handoff_id
        left join loads on promises.handoff_id = loads.handoff_id
        left join longest_days on promises.calendar = longest_days.calendar
        where promises.service_level is not null and promises.within_seconds is not null
    ),

    -- A business clock stands still at night: of each whole day, only the open hours count.
    counted as (
        select
            *,
            case
                when open_seconds is null
                then elapsed_seconds
                else
                    cast(floor(elapsed_seconds / 86400.0) as bigint) * open_seconds + least(
                        elapsed_seconds - cast(floor(elapsed_seconds / 86400.0) as bigint) * 86400,
                        open_seconds
                    )
            end as worst_seconds
        from waited
    ),

    judged as (
        select
            *,
            case
                when worst_seconds > within_seconds
                then true
                when every_seconds is not null
                then false
            end as is_broken
        from counted
    ),

    final as (
        select
            handoff_id || '/' || service_level as promise_key,
            handoff_id,
            service_level,
            hop,
            system,
            within_seconds,
            clock,
            every_seconds,
            processing_seconds,
            case
                when every_seconds is not null or processing_seconds is not null then worst_seconds
            end as worst_seconds,
            case
                when every_seconds is not null or processing_seconds is not null
                then least(mean_seconds, worst_seconds)
            end as mean_seconds,
            is_broken,
            case
                when is_broken is null then 'the handoff declares no interval (load: every)'
            end as not_judged_because,
            declared_in
        from judged
    )

select *
from final
