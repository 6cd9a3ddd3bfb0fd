with
    calendars as (select * from {{ ref('declared_calendars') }}),

    holidays as (select * from {{ ref('declared_holidays') }}),

    as_of as (select * from {{ ref('as_of') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    stamps as (
        select min(created_at) as first_at
        from people
        union all
        select min(submitted_at) as first_at
        from submissions
    ),

    limits as (
        select max(amount) * 31557600 as longest_seconds
        from timing_limits
        where limit_name = 'calendar_years'
    ),

    bounds as (
        select
            greatest(
                min(stamps.first_at),
                {{ add_seconds('max(as_of.as_of)', '-max(limits.longest_seconds)') }}
            ) as first_at,
            max(as_of.as_of) as last_at
        from stamps
        cross join as_of
        cross join limits
    ),

    -- One day more on both sides: a local day can begin or end on another UTC day.
    hours as (
        select
            {{ range_rows(
        add_seconds("date_trunc('day', first_at)", '-86400'),
        add_seconds("date_trunc('day', last_at)", '172800'), 'hour'
    ) }} as hour_at
        from bounds
        where first_at is not null and last_at is not null
    ),

    days as (
        select
            {{ range_rows(
        add_seconds("date_trunc('day', first_at)", '-172800'),
        add_seconds("date_trunc('day', last_at)", '259200'), 'day'
    ) }} as day_at
        from bounds
        where first_at is not null and last_at is not null
    ),

    opened as (
        select
            calendars.calendar,
            {{ local_to_utc(
            add_seconds('days.day_at', 'calendars.opens_second'), 'calendars.time_zone'
        ) }} as opens_at,
            {{ local_to_utc(
            add_seconds('days.day_at', 'calendars.closes_second'), 'calendars.time_zone'
        ) }} as closes_at
        from days
        inner join calendars on {{ iso_weekday('cast(days.day_at as date)') }} = calendars.weekday
        left join
            holidays
            on calendars.calendar = holidays.calendar
            and cast(days.day_at as date) = holidays.holiday_on
        where holidays.calendar is null and calendars.closes_second > calendars.opens_second
    ),

    open_hours as (
        select
            calendar,
            opens_at,
            closes_at,
            {{ range_rows("date_trunc('hour', opens_at)", 'closes_at', 'hour') }} as hour_at
        from opened
    ),

    -- In a zone half an hour off UTC, a business can close and open within one UTC hour: both
    -- count as one interval.
    open_seconds as (
        select
            calendar,
            hour_at,
            min(greatest({{ elapsed_seconds('hour_at', 'opens_at') }}, 0)) as open_from_second,
            max(least({{ elapsed_seconds('hour_at', 'closes_at') }}, 3600)) as open_to_second
        from open_hours
        where closes_at > hour_at
        group by calendar, hour_at
    ),

    calendar_names as (select distinct calendar from calendars),

    filled as (
        select
            calendar_names.calendar,
            hours.hour_at,
            cast(coalesce(open_seconds.open_from_second, 0) as bigint) as open_from_second,
            cast(coalesce(open_seconds.open_to_second, 0) as bigint) as open_to_second
        from hours
        cross join calendar_names
        left join
            open_seconds
            on calendar_names.calendar = open_seconds.calendar
            and hours.hour_at = open_seconds.hour_at
    ),

    final as (
        select
            calendar,
            hour_at,
            open_from_second,
            open_to_second,
            cast(
                sum(open_to_second - open_from_second) over (
                    partition by calendar
                    order by hour_at
                    rows between unbounded preceding and current row
                )
                - (open_to_second - open_from_second) as bigint
            ) as business_seconds_before
        from filled
    )

select *
from final
