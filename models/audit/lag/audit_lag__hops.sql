{{ config(materialized='view') }}

{%- set hops = lag_hops() %}

with
    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    {% for item in hops -%}
        {{ item.hop }}_hops as (
            select
                journeys.journey_id,
                journeys.person_id,
                sla_targets.hop,
                sla_targets.hop_order,
                sla_targets.handoff_id,
                sla_targets.service_level,
                sla_targets.within_seconds,
                sla_targets.clock,
                sla_targets.delay,
                journeys.{{ item.hop }}_from_at as from_at,
                journeys.{{ item.hop }}_at as reached_at,
                journeys.{{ item.hop }}_elapsed_seconds as elapsed_seconds,
                journeys.{{ item.hop }}_business_seconds as business_seconds,
                journeys.{{ item.hop }}_waiting_seconds as waiting_seconds,
                journeys.{{ item.hop }}_verdict as verdict,
                journeys.{{ item.hop }}_evidence_grade as evidence_grade
            from journeys
            inner join sla_targets on sla_targets.hop = '{{ item.hop }}'
            where
                journeys.{{ item.hop }}_verdict <> 'not_applicable'
                or journeys.{{ item.hop }}_at is not null
        ),

    {% endfor -%}
    final as (
        {%- for item in hops %}
            {{ 'union all' if not loop.first }}
            select
                journey_id,
                person_id,
                hop,
                hop_order,
                handoff_id,
                service_level,
                within_seconds,
                clock,
                delay,
                from_at,
                reached_at,
                elapsed_seconds,
                business_seconds,
                waiting_seconds,
                verdict,
                evidence_grade
            from {{ item.hop }}_hops
        {%- endfor %}
    )

select *
from final
