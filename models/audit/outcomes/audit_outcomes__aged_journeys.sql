{{ config(materialized='view') }}

{%- set steps = outcome_steps() %}

-- The journeys of leads, and for which steps each of them is old enough: older than nine of ten
-- leads were when they reached the step.
with
    journeys as (select * from {{ ref('audit_outcomes__journeys') }}),

    cohorts as (select * from {{ ref('audit_outcomes__cohorts') }}),

    as_of as (select * from {{ ref('as_of') }}),

    usual as (
        select
            {%- for item in steps %}
                max(
                    case when step = '{{ item.step }}' then usual_seconds end
                ) as {{ item.step }}_seconds
                {{- ',' if not loop.last }}
            {%- endfor %}
        from cohorts
    ),

    final as (
        select
            journeys.*,
            {%- for item in steps %}
                {{ elapsed_seconds('journeys.captured_at', 'as_of.as_of') }}
                >= usual.{{ item.step }}_seconds as {{ item.step }}_is_mature
                {{- ',' if not loop.last }}
            {%- endfor %}
        from journeys
        cross join as_of
        cross join usual
    )

select *
from final
