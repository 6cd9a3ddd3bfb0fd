with
    source as (select * from {{ source('declared', 'routings') }}),

    final as (
        select
            routing_id,
            system,
            object,
            handoff_id,
            cast(queue_max_age_seconds as bigint) as queue_max_age_seconds,
            when_blank,
            customer_leads,
            declared_in
        from source
    )

select *
from final
