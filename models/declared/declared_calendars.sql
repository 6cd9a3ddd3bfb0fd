with
    source as (select * from {{ source('declared', 'calendars') }}),

    final as (
        select
            calendar,
            time_zone,
            cast(weekday as bigint) as weekday,
            cast(opens_second as bigint) as opens_second,
            cast(closes_second as bigint) as closes_second,
            declared_in
        from source
    )

select *
from final
