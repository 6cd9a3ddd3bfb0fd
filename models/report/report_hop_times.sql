-- The times of each promised hop in groups around its promise.
with
    hops as (select * from {{ ref('audit_lag__hops') }}),

    invoices as (select * from {{ ref('audit_lag__invoices') }}),

    buckets as (select * from {{ ref('report_time_buckets') }}),

    timed as (
        select
            hop,
            handoff_id,
            service_level,
            within_seconds,
            verdict in ('waiting', 'waiting_breached') as is_waiting,
            case
                when verdict in ('waiting', 'waiting_breached')
                then waiting_seconds
                when clock = 'business'
                then business_seconds
                else elapsed_seconds
            end as seconds
        from hops
        where verdict in ('met', 'breached', 'waiting', 'waiting_breached')
        union all
        select
            'invoiced' as hop,
            handoff_id,
            service_level,
            within_seconds,
            verdict in ('waiting', 'waiting_breached') as is_waiting,
            case clock when 'business' then business_seconds else elapsed_seconds end as seconds
        from invoices
        where verdict in ('met', 'breached', 'waiting', 'waiting_breached')
    ),

    grouped as (
        select
            timed.hop,
            timed.handoff_id,
            timed.service_level,
            buckets.bucket,
            count(case when not timed.is_waiting then 1 end) as reached,
            count(case when timed.is_waiting then 1 end) as waiting
        from timed
        inner join
            buckets
            on (buckets.bucket = 1 or timed.seconds > buckets.from_share * timed.within_seconds)
            and (
                buckets.to_share is null or timed.seconds <= buckets.to_share * timed.within_seconds
            )
        where timed.within_seconds is not null
        group by timed.hop, timed.handoff_id, timed.service_level, buckets.bucket
    ),

    promised as (
        select distinct hop, handoff_id, service_level from timed where within_seconds is not null
    ),

    final as (
        select
            promised.hop,
            promised.handoff_id,
            promised.service_level,
            buckets.bucket,
            buckets.label,
            buckets.to_share is not null and buckets.to_share <= 1 as is_in_time,
            coalesce(grouped.reached, 0) as reached,
            coalesce(grouped.waiting, 0) as waiting
        from promised
        cross join buckets
        left join
            grouped
            on promised.hop = grouped.hop
            and promised.handoff_id is not distinct from grouped.handoff_id
            and promised.service_level is not distinct from grouped.service_level
            and buckets.bucket = grouped.bucket
    )

select *
from final
