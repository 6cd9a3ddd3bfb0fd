{%- set steps = outcome_steps() %}
-- The leads of each value of a dimension: how many, how many of them are old enough for each step,
-- and how many of these reached it.
with
    aged as (select * from {{ ref('audit_outcomes__aged_journeys') }}),

    lead_values as (select * from {{ ref('audit_outcomes__values') }}),

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
