-- The times of each hop against its promise. An open journey counts as slower than every measured
-- one, so a percentile that falls on one has no number.
with
    hops as (select * from {{ ref('audit_lag__hops') }}),

    invoices as (select * from {{ ref('audit_lag__invoices') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    last_hop as (select max(hop_order) as hop_order from hops),

    measured as (
        select
            hop,
            cast(hop_order as bigint) as hop_order,
            handoff_id,
            service_level,
            within_seconds,
            clock,
            delay,
            verdict,
            case
                clock when 'business' then business_seconds else elapsed_seconds
            end as taken_seconds
        from hops
        where verdict <> 'not_applicable'
        union all
        select
            'invoiced' as hop,
            cast(coalesce(last_hop.hop_order, 0) + 1 as bigint),
            invoices.handoff_id,
            invoices.service_level,
            invoices.within_seconds,
            invoices.clock,
            service_levels.delay,
            invoices.verdict,
            case
                when invoices.verdict in ('met', 'breached')
                then
                    case
                        invoices.clock
                        when 'business'
                        then invoices.business_seconds
                        else invoices.elapsed_seconds
                    end
            end
        from invoices
        cross join last_hop
        left join service_levels on invoices.service_level = service_levels.service_level
    ),

    ranked as (
        select
            *,
            row_number() over (
                partition by hop, handoff_id, service_level
                order by
                    case
                        when verdict in ('met', 'breached')
                        then 1
                        when verdict in ('waiting', 'waiting_breached')
                        then 2
                        else 3
                    end,
                    taken_seconds nulls last
            ) as place,
            count(
                case when verdict in ('met', 'breached', 'waiting', 'waiting_breached') then 1 end
            ) over (partition by hop, handoff_id, service_level) as judged
        from measured
    ),

    final as (
        select
            hop,
            hop_order,
            handoff_id,
            service_level,
            within_seconds,
            clock,
            delay,
            count(*) as due,
            count(case when verdict = 'met' then 1 end) as met,
            count(case when verdict = 'breached' then 1 end) as late,
            count(case when verdict = 'waiting' then 1 end) as waiting,
            count(case when verdict = 'waiting_breached' then 1 end) as waiting_late,
            count(case when verdict in ('negative', 'not_computable') then 1 end) as not_judged,
            min(
                case
                    when verdict in ('met', 'breached') and 2 * place >= judged then taken_seconds
                end
            ) as median_seconds,
            min(
                case
                    when verdict in ('met', 'breached') and 10 * place >= 9 * judged
                    then taken_seconds
                end
            ) as slow_tenth_seconds
        from ranked
        group by hop, hop_order, handoff_id, service_level, within_seconds, clock, delay
    )

select *
from final
