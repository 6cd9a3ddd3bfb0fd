with
    source as (select * from {{ source('declared', 'handoff_loads') }}),

    final as (
        select
            handoff_id,
            cast(every_seconds as bigint) as every_seconds,
            cast(processing_seconds as bigint) as processing_seconds,
            cast(records as bigint) as records,
            cast(records_per_day as bigint) as records_per_day,
            pull,
            cast(per_call as bigint) as per_call,
            cast(page as bigint) as page,
            cast(window_seconds as bigint) as window_seconds,
            declared_in
        from source
    )

select *
from final
