-- Where leads should go and where they went, with the reasons.
with
    leads as (select * from {{ ref('audit_routing__leads') }}),

    reasons as (
        select routing_id, expected_pool, reached_pool, class, count(*) as leads
        from leads
        group by routing_id, expected_pool, reached_pool, class
    ),

    final as (
        select
            routing_id,
            expected_pool,
            reached_pool,
            cast(sum(leads) as bigint) as leads,
            cast(
                coalesce(sum(case when class = 'right' then leads end), 0) as bigint
            ) as leads_right,
            {{ string_agg_sorted(
                "case when class <> 'right' then replace(class, '_', ' ') || ': ' || leads end"
            ) }} as reasons
        from reasons
        group by routing_id, expected_pool, reached_pool
    )

select *
from final
