-- People and submissions that a handoff may still pass on: its promise has not run out.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    promises as (
        select *
        from {{ ref('audit_clock__promises') }}
        where handoff_id is not null and hop in ('in_map', 'in_crm') and within_seconds is not null
    ),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    due_records as (select * from {{ ref('audit_clock__due_records') }}),

    sources as (select * from {{ ref('audit_matching__source_records') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    as_of as (select * from {{ ref('as_of') }}),

    started as (
        select person_key as record_key, created_at as started_at
        from people
        union all
        select submission_key as record_key, submitted_at as started_at
        from submissions
    ),

    found as (select distinct handoff_id, source_record_key from pairs),

    -- A record can become due after it was made.
    waiting as (
        select
            sources.handoff_id,
            sources.source_record_key,
            greatest(
                started.started_at, coalesce(due_records.due_at, started.started_at)
            ) as since_at,
            promises.within_seconds,
            promises.resolution_seconds,
            promises.clock,
            promises.calendar,
            as_of.as_of
        from sources
        cross join as_of
        inner join promises on sources.handoff_id = promises.handoff_id
        inner join started on sources.source_record_key = started.record_key
        left join
            due_records
            on sources.handoff_id = due_records.handoff_id
            and sources.source_record_key = due_records.record_key
        left join
            found
            on sources.handoff_id = found.handoff_id
            and sources.source_record_key = found.source_record_key
        where found.handoff_id is null and started.started_at is not null
    ),

    timed as (
        select
            waiting.handoff_id,
            waiting.source_record_key,
            waiting.within_seconds + waiting.resolution_seconds as within_seconds,
            case
                when waiting.clock = 'business'
                then
                    {{ business_position('until_hours', 'waiting.as_of') }}
                    - {{ business_position('since_hours', 'waiting.since_at') }}
                else {{ elapsed_seconds('waiting.since_at', 'waiting.as_of') }}
            end as waited_seconds
        from waiting
        left join
            calendar_hours as since_hours
            on waiting.calendar = since_hours.calendar
            and date_trunc('hour', waiting.since_at) = since_hours.hour_at
        left join
            calendar_hours as until_hours
            on waiting.calendar = until_hours.calendar
            and date_trunc('hour', waiting.as_of) = until_hours.hour_at
    ),

    final as (
        select handoff_id, source_record_key from timed where waited_seconds <= within_seconds
    )

select *
from final
