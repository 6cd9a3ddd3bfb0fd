{%- set hops = lag_hops() -%}
with
    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    service_levels as (select * from {{ ref('declared_service_levels') }}),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    naming_handoffs as (
        select service_level, handoff_id from handoffs where service_level is not null
    ),

    -- A service level over several hops: the total can be late although every hop was on
    -- time. One that handoffs name is a promise to the journeys that came through them.
    totals as (
        select
            service_levels.service_level,
            service_levels.from_hop,
            service_levels.hop,
            service_levels.within_seconds,
            service_levels.clock,
            naming_handoffs.handoff_id as named_by,
            starts.hop_order as from_order,
            sla_targets.hop_order,
            coalesce(service_levels.calendar, sla_targets.calendar) as calendar
        from service_levels
        inner join sla_targets on service_levels.hop = sla_targets.hop
        inner join sla_targets as starts on service_levels.from_hop = starts.hop
        left join naming_handoffs on service_levels.service_level = naming_handoffs.service_level
        where service_levels.within_seconds is not null
    ),

    paired as (
        select
            journeys.journey_id,
            totals.service_level,
            totals.named_by,
            case
                totals.hop
                {%- for item in hops %}
                    when '{{ item.hop }}' then journeys.{{ item.hop }}_handoff_id
                {%- endfor %}
            end as handoff_id,
            totals.from_hop,
            totals.hop,
            totals.within_seconds,
            totals.clock,
            totals.calendar,
            case
                totals.from_hop
                when 'captured'
                then journeys.captured_at
                {%- for item in hops %}
                    when '{{ item.hop }}' then journeys.{{ item.hop }}_at
                {%- endfor %}
            end as from_at,
            case
                totals.hop
                {%- for item in hops %}
                    when '{{ item.hop }}' then journeys.{{ item.hop }}_at
                {%- endfor %}
            end as reached_at,
            (
                {%- for item in hops %}
                    {{ 'and ' if not loop.first }} (
                        {{ loop.index }} <= totals.from_order
                        or {{ loop.index }} > totals.hop_order
                        or journeys.{{ item.hop }}_verdict in ('met', 'not_applicable')
                    )
                {%- endfor %}
            ) as is_every_hop_met,
            (
                {%- for item in hops %}
                    {{ 'and ' if not loop.first }} (
                        {{ loop.index }} <= totals.from_order
                        or {{ loop.index }} > totals.hop_order
                        or journeys.{{ item.hop }}_verdict <> 'not_computable'
                    )
                {%- endfor %}
            ) as is_every_hop_computable,
            coalesce(
                {%- for item in hops %}
                    case
                        when
                            {{ loop.index }} > totals.from_order
                            and {{ loop.index }} <= totals.hop_order
                        then journeys.{{ item.hop }}_not_judged_because
                    end,
                {%- endfor %}
                null
            ) as hop_not_judged_because
        from journeys
        cross join totals
    ),

    timed as (
        select
            paired.*,
            {{ elapsed_seconds('paired.from_at', 'paired.reached_at') }} as elapsed_seconds,
            {{ business_position('until_hours', 'paired.reached_at') }}
            - {{ business_position('since_hours', 'paired.from_at') }} as business_seconds
        from paired
        left join
            calendar_hours as since_hours
            on paired.calendar = since_hours.calendar
            and date_trunc('hour', paired.from_at) = since_hours.hour_at
        left join
            calendar_hours as until_hours
            on paired.calendar = until_hours.calendar
            and date_trunc('hour', paired.reached_at) = until_hours.hour_at
        where
            paired.from_at is not null
            and paired.reached_at is not null
            and coalesce(paired.named_by = paired.handoff_id, paired.named_by is null)
    ),

    summed as (
        select
            timed.*,
            case
                when clock = 'business' and business_seconds is null
                then 'not_computable'
                when
                    case when clock = 'business' then business_seconds else elapsed_seconds end
                    > within_seconds
                then 'breached'
                else 'met'
            end as verdict
        from timed
    ),

    final as (
        select
            journey_id,
            service_level,
            handoff_id,
            from_hop,
            hop,
            within_seconds,
            clock,
            from_at,
            reached_at,
            elapsed_seconds,
            business_seconds,
            verdict,
            is_every_hop_met,
            is_every_hop_computable,
            case
                when is_every_hop_computable and verdict <> 'not_computable'
                then is_every_hop_met and verdict = 'breached'
            end as is_compounded,
            -- Also where the sum is in time: else the late ones alone would be missing.
            case
                when not is_every_hop_computable
                then hop_not_judged_because
                when verdict = 'not_computable'
                then 'the calendar does not cover the time'
            end as not_judged_because
        from summed
    )

select *
from final
