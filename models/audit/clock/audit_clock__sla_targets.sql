with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    systems as (select * from {{ ref('declared_systems') }}),

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

    clocks as (
        select hop_systems.hop, max(coalesce(systems.resolution_seconds, 1)) as resolution_seconds
        from hop_systems
        left join systems on hop_systems.system = systems.system
        group by hop_systems.hop
    ),

    hop_handoffs as (select hop, min(handoff_id) as handoff_id from handoffs group by hop),

    named_levels as (select distinct service_level from handoffs where service_level is not null),

    -- Picks the service level of a hop: first one for this hop alone, then one named by a
    -- handoff, then the shortest.
    ranked_levels as (
        select
            service_levels.*,
            row_number() over (
                partition by service_levels.hop
                order by
                    case when service_levels.from_hop is null then 0 else 1 end,
                    case when named_levels.service_level is null then 1 else 0 end,
                    service_levels.within_seconds nulls last,
                    service_levels.service_level
            ) as preference
        from service_levels
        left join named_levels on service_levels.service_level = named_levels.service_level
    ),

    first_calendar as (select min(calendar) as calendar from calendars),

    final as (
        select
            hops.hop,
            hops.hop_order,
            hop_handoffs.handoff_id,
            ranked_levels.service_level,
            ranked_levels.from_hop,
            ranked_levels.within_seconds,
            coalesce(ranked_levels.clock, 'elapsed') as clock,
            coalesce(ranked_levels.calendar, first_calendar.calendar) as calendar,
            coalesce(
                ranked_levels.delay,
                case
                    when hops.hop in ('first_touch', 'meeting', 'opportunity', 'won')
                    then 'human'
                    else 'system'
                end
            ) as delay,
            hops.is_owed,
            clocks.hop is not null as has_system,
            cast(coalesce(clocks.resolution_seconds, 1) as bigint) as resolution_seconds
        from hops
        cross join first_calendar
        left join hop_handoffs on hops.hop = hop_handoffs.hop
        left join ranked_levels on hops.hop = ranked_levels.hop and ranked_levels.preference = 1
        left join clocks on hops.clock_of = clocks.hop
    )

select *
from final
