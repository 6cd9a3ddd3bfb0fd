with
    source as (select * from {{ source('declared', 'platform_limits') }}),

    final as (
        select
            system,
            object,
            edition,
            cast(licences as bigint) as licences,
            cast(calls as bigint) as calls,
            cast(window_seconds as bigint) as window_seconds,
            cast(batch_calls as bigint) as batch_calls,
            cast(calls_per_day as bigint) as calls_per_day,
            cast(records_per_call as bigint) as records_per_call,
            cast(concurrent as bigint) as concurrent,
            cast(change_tracking as boolean) as change_tracking,
            cast(page_size as bigint) as page_size,
            cast(max_results as bigint) as max_results,
            source,
            cast(as_of_on as date) as as_of_on,
            cast(review_seconds as bigint) as review_seconds,
            declared_in
        from source
    )

select *
from final
