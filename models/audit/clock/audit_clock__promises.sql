-- What is promised for a hop: one promise per handoff that performs it, and the general one for
-- journeys that came through no handoff.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    first_calendar as (select min(calendar) as calendar from calendars),

    named_levels as (select distinct service_level from handoffs where service_level is not null),

    -- A service level that a handoff names is the promise of that handoff alone. Of the others,
    -- one for the hop alone counts before one over several hops.
    general_levels as (
        select service_levels.*
        from service_levels
        left join named_levels on service_levels.service_level = named_levels.service_level
        where named_levels.service_level is null
        qualify
            row_number() over (
                partition by service_levels.hop
                order by
                    case when service_levels.from_hop is null then 0 else 1 end,
                    service_levels.within_seconds,
                    service_levels.service_level
            )
            = 1
    ),

    hops as (
        {%- for item in lag_hops() + [{'hop': 'invoiced'}] %}
            select
                '{{ item.hop }}' as hop,
                '{{ item.hop if item.hop in ["in_map", "in_crm", "enriched", "alerted"] else "in_crm" }}'
                as clock_of,
                {{ "'human'" if item.hop in ["first_attempt", "first_conversation", "meeting", "opportunity", "won"] else "'system'" }}
                as usual_delay
                {{ 'union all' if not loop.last }}
        {%- endfor %}
    ),

    hop_clocks as (
        select hop_systems.hop, max(systems.resolution_seconds) as resolution_seconds
        from hop_systems
        inner join systems on hop_systems.system = systems.system
        group by hop_systems.hop
    ),

    performed as (
        select
            handoffs.handoff_id,
            handoffs.hop,
            coalesce(handoffs.service_level, general_levels.service_level) as service_level,
            greatest(
                coalesce(senders.resolution_seconds, 1), coalesce(receivers.resolution_seconds, 1)
            ) as resolution_seconds
        from handoffs
        inner join hops on handoffs.hop = hops.hop
        left join general_levels on handoffs.hop = general_levels.hop
        left join systems as senders on handoffs.from_system = senders.system
        left join systems as receivers on handoffs.to_system = receivers.system
        union all
        select
            cast(null as {{ dbt.type_string() }}) as handoff_id,
            hops.hop,
            general_levels.service_level,
            coalesce(hop_clocks.resolution_seconds, 1) as resolution_seconds
        from hops
        left join general_levels on hops.hop = general_levels.hop
        left join hop_clocks on hops.clock_of = hop_clocks.hop
    ),

    final as (
        select
            performed.hop,
            performed.handoff_id,
            performed.service_level,
            service_levels.from_hop,
            service_levels.within_seconds,
            coalesce(service_levels.clock, 'elapsed') as clock,
            coalesce(service_levels.calendar, first_calendar.calendar) as calendar,
            coalesce(service_levels.delay, hops.usual_delay) as delay,
            cast(performed.resolution_seconds as bigint) as resolution_seconds
        from performed
        cross join first_calendar
        inner join hops on performed.hop = hops.hop
        left join service_levels on performed.service_level = service_levels.service_level
    )

select *
from final
