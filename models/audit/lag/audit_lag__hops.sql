{{ config(materialized='view') }}

{%- set hops = lag_hops() %}

with
    journeys as (select * from {{ ref('audit_lag__journeys') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    promises as (select * from {{ ref('audit_clock__promises') }}),

    {% for item in hops -%}
        {{ item.hop }}_hops as (
            select
                journeys.journey_id,
                journeys.person_id,
                sla_targets.hop,
                sla_targets.hop_order,
                promises.handoff_id,
                promises.service_level,
                promises.within_seconds,
                promises.clock,
                promises.delay,
                journeys.{{ item.hop }}_from_at as from_at,
                journeys.{{ item.hop }}_at as reached_at,
                journeys.{{ item.hop }}_elapsed_seconds as elapsed_seconds,
                journeys.{{ item.hop }}_business_seconds as business_seconds,
                journeys.{{ item.hop }}_waiting_seconds as waiting_seconds,
                journeys.{{ item.hop }}_verdict as verdict,
                journeys.{{ item.hop }}_not_judged_because as not_judged_because,
                journeys.{{ item.hop }}_evidence_grade as evidence_grade
            from journeys
            inner join sla_targets on sla_targets.hop = '{{ item.hop }}'
            inner join
                promises
                on promises.hop = '{{ item.hop }}'
                and journeys.{{ item.hop }}_handoff_id is not distinct from promises.handoff_id
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
                not_judged_because,
                evidence_grade
            from {{ item.hop }}_hops
        {%- endfor %}
    )

select *
from final
