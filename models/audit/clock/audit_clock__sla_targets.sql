-- The promise of a hop as a whole: that of its only handoff, else the general one.
with
    promises as (select * from {{ ref('audit_clock__promises') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    hops as (
        select 'captured' as hop, 0 as hop_order, 'captured' as clock_of, true as is_owed
        {%- for item in lag_hops() %}
            union all
            select
                '{{ item.hop }}' as hop,
                {{ loop.index }} as hop_order,
                '{{ item.hop if item.hop in ["in_map", "in_crm", "enriched", "alerted"] else "in_crm" }}'
                as clock_of,
                {{ 'true' if item.is_owed else 'false' }} as is_owed
        {%- endfor %}
    ),

    shown_hops as (select distinct hop from hop_systems),

    single_handoffs as (
        select hop, min(handoff_id) as handoff_id
        from promises
        where handoff_id is not null
        group by hop
        having count(*) = 1
    ),

    final as (
        select
            hops.hop,
            hops.hop_order,
            single_handoffs.handoff_id,
            promises.service_level,
            promises.from_hop,
            promises.within_seconds,
            coalesce(promises.clock, 'elapsed') as clock,
            promises.calendar,
            coalesce(promises.delay, 'system') as delay,
            hops.is_owed,
            shown_hops.hop is not null as has_system,
            coalesce(promises.resolution_seconds, 1) as resolution_seconds
        from hops
        left join single_handoffs on hops.hop = single_handoffs.hop
        left join
            promises
            on hops.hop = promises.hop
            and single_handoffs.handoff_id is not distinct from promises.handoff_id
        left join shown_hops on hops.clock_of = shown_hops.hop
    )

select *
from final
