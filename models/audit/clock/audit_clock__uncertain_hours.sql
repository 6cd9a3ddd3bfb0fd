-- The hours in which a local time without an offset has two readings: in autumn an hour comes
-- twice, and in spring an hour does not exist. A stamp in them may be off by an hour.
with
    systems as (select * from {{ ref('declared_systems') }}),

    submissions as (select * from {{ ref('submissions') }}),

    people as (select * from {{ ref('people') }}),

    as_of as (select * from {{ ref('as_of') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select max(amount) * 31557600 as longest_seconds
        from timing_limits
        where limit_name = 'calendar_years'
    ),

    stamps as (
        select min(created_at) as first_at
        from people
        union all
        select min(submitted_at) as first_at
        from submissions
    ),

    hours as (
        select
            {{ range_rows(
        "date_trunc('day', greatest(min(stamps.first_at), " ~ add_seconds('max(as_of.as_of)', '-max(limits.longest_seconds)') ~ "))",
        add_seconds("date_trunc('day', max(as_of.as_of))", '172800'), 'hour'
    ) }}
            as hour_at
        from stamps
        cross join as_of
        cross join limits
        having min(stamps.first_at) is not null and max(as_of.as_of) is not null
    ),

    zones as (select distinct time_zone from systems where time_zone not in ('UTC', 'Etc/UTC')),

    shifted as (
        select
            zones.time_zone,
            hours.hour_at,
            {{ elapsed_seconds('hours.hour_at', utc_to_local('hours.hour_at', 'zones.time_zone')) }}
            as offset_seconds
        from zones
        cross join hours
    ),

    neighbours as (
        select
            time_zone,
            hour_at,
            offset_seconds,
            lag(offset_seconds) over (partition by time_zone order by hour_at) as offset_before,
            lead(offset_seconds) over (partition by time_zone order by hour_at) as offset_after
        from shifted
    ),

    final as (
        select
            systems.system,
            neighbours.hour_at,
            -- By how much a stamp in the hour may be earlier or later than it was read.
            case
                when neighbours.offset_before <> neighbours.offset_seconds then 3600 else 0
            end as earlier_seconds,
            case
                when
                    neighbours.offset_after < neighbours.offset_seconds
                    or neighbours.offset_before < neighbours.offset_seconds
                then 3600
                else 0
            end as later_seconds
        from neighbours
        inner join systems on neighbours.time_zone = systems.time_zone
        -- The repeated hour is the one before and the one after the clocks go back; a time that
        -- does not exist is read as the hour after they went forward.
        where
            neighbours.offset_after < neighbours.offset_seconds
            or neighbours.offset_before <> neighbours.offset_seconds
    )

select *
from final
