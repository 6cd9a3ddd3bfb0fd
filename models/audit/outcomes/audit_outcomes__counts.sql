{%- set steps = outcome_steps() %}
-- The leads of each value of a dimension: how many, how many of them are old enough for each step,
-- and how many of these reached it.
with
    journeys as (select * from {{ ref('audit_outcomes__journeys') }}),

    lead_values as (select * from {{ ref('audit_outcomes__values') }}),

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

    aged as (
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
    ),

    -- A dimension that no lead has a value of is not exported.
    dimensions as (
        select distinct dimension, word_system
        from lead_values
        where
            value is not null
            and dimension in (
                {%- for item in outcome_dimensions() %}
                    '{{ item.dimension }}'{{ ', ' if not loop.last }}
                {%- endfor %}
            )
    ),

    final as (
        select
            lead_values.dimension,
            lead_values.word_system,
            lead_values.value,
            count(*) as leads
            {%- for item in steps %}
                ,
                count_if(not aged.{{ item.step }}_is_mature) as {{ item.step }}_too_young,
                count_if(
                    aged.{{ item.step }}_is_mature and aged.is_{{ item.step }} is not null
                ) as {{ item.step }}_n,
                count_if(
                    aged.{{ item.step }}_is_mature and aged.is_{{ item.step }}
                ) as {{ item.step }}_k
                {%- if item.amount %}
                    ,
                    -- One amount that nobody knows, or a second currency, and there is no sum.
                    case
                        when
                            count_if(aged.is_{{ item.step }} and aged.{{ item.amount }} is null) = 0
                            and coalesce(
                                min(
                                    case
                                        when aged.is_{{ item.step }} then aged.{{ item.currency }}
                                    end
                                ) = max(
                                    case
                                        when aged.is_{{ item.step }} then aged.{{ item.currency }}
                                    end
                                ),
                                true
                            )
                        then sum(case when aged.is_{{ item.step }} then aged.{{ item.amount }} end)
                    end as {{ item.step }}_amount,
                    min(
                        case when aged.is_{{ item.step }} then aged.{{ item.currency }} end
                    ) as {{ item.step }}_currency
                {%- endif %}
            {%- endfor %}
        from lead_values
        inner join
            dimensions
            on lead_values.dimension = dimensions.dimension
            and lead_values.word_system is not distinct from dimensions.word_system
        inner join aged on lead_values.person_key = aged.person_key
        group by lead_values.dimension, lead_values.word_system, lead_values.value
    )

select *
from final
