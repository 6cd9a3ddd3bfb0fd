with
    source as (select * from {{ source('declared', 'service_levels') }}),

    final as (
        select
            service_level,
            from_hop,
            hop,
            cast(within_seconds as bigint) as within_seconds,
            clock,
            calendar,
            delay,
            declared_in
        from source
    )

select *
from final
