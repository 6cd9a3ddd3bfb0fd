with
    hops as (select * from {{ ref('audit_lag__hops') }}),

    -- An open journey has no duration yet: it ranks after every completed one.
    ranked as (
        select
            hop,
            hop_order,
            handoff_id,
            service_level,
            within_seconds,
            clock,
            delay,
            verdict,
            evidence_grade,
            reached_at is not null as is_reached,
            case
                when reached_at is null
                then 9000000000000000
                when clock = 'business'
                then business_seconds
                else elapsed_seconds
            end as spent_seconds
        from hops
        where verdict <> 'not_applicable'
    ),

    timed as (
        select
            hop,
            handoff_id,
            percentile_disc(0.5) within group (order by spent_seconds) as median_seconds,
            percentile_disc(0.9) within group (order by spent_seconds) as p90_seconds
        from ranked
        where verdict in ('met', 'breached', 'waiting', 'waiting_breached')
        group by hop, handoff_id
    ),

    counted as (
        select
            hop,
            hop_order,
            handoff_id,
            service_level,
            within_seconds,
            clock,
            delay,
            count(*) as journey_count,
            count(case when is_reached then 1 end) as reached_count,
            count(case when verdict = 'met' then 1 end) as met_count,
            count(case when verdict = 'breached' then 1 end) as breached_count,
            count(case when verdict = 'waiting' then 1 end) as waiting_count,
            count(case when verdict = 'waiting_breached' then 1 end) as waiting_breached_count,
            count(case when verdict = 'negative' then 1 end) as negative_count,
            count(case when verdict = 'not_computable' then 1 end) as not_computable_count,
            max(evidence_grade) as evidence_grade
        from ranked
        group by hop, hop_order, handoff_id, service_level, within_seconds, clock, delay
    ),

    final as (
        select
            counted.hop,
            counted.hop_order,
            counted.handoff_id,
            counted.service_level,
            counted.within_seconds,
            counted.clock,
            counted.delay,
            counted.journey_count,
            counted.reached_count,
            counted.met_count,
            counted.breached_count,
            counted.waiting_count,
            counted.waiting_breached_count,
            counted.negative_count,
            counted.not_computable_count,
            case
                when timed.median_seconds < 9000000000000000 then timed.median_seconds
            end as median_seconds,
            case
                when timed.p90_seconds < 9000000000000000 then timed.p90_seconds
            end as p90_seconds,
            -- Without a time there is no percentile, and nothing waits.
            coalesce(timed.median_seconds = 9000000000000000, false) as is_median_waiting,
            coalesce(timed.p90_seconds = 9000000000000000, false) as is_p90_waiting,
            counted.evidence_grade
        from counted
        left join
            timed
            on counted.hop = timed.hop
            and counted.handoff_id is not distinct from timed.handoff_id
    )

select *
from final
