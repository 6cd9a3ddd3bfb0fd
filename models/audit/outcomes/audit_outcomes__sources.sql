{%- set steps = outcome_steps() %}
-- The rate of every step for every value of a dimension against the rest of the leads. A value is
-- below or above only if Newcombe's interval of the difference leaves out zero and the difference
-- is one of the false discovery rate, over all values of the dimension.
with
    counts as (select * from {{ ref('audit_outcomes__counts') }}),

    cohorts as (select * from {{ ref('audit_outcomes__cohorts') }}),

    limits as (
        select
            {{ audit_limit('source_least_leads') }} as least_leads,
            {{ audit_limit('source_discovery_percent') }} / 100.0 as discovery_rate
    ),

    -- One row per step.
    unfolded as (
        {%- for item in steps %}
            select
                dimension,
                word_system,
                value,
                '{{ item.step }}' as step,
                leads,
                {{ item.step }}_too_young as too_young,
                {{ item.step }}_n as n,
                {{ item.step }}_k as k,
                {%- if item.amount %}
                    {{ item.step }}_amount as amount, {{ item.step }}_currency as currency
                {%- else %}
                    cast(null as decimal(38, 4)) as amount,
                    cast(null as {{ dbt.type_string() }}) as currency
                {%- endif %}
            from counts {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    compared as (
        select
            unfolded.*,
            sum(n) over (partition by dimension, word_system, step) - n as rest_n,
            sum(k) over (partition by dimension, word_system, step) - k as rest_k
        from unfolded
    ),

    measured as (
        select
            compared.*,
            cast(k as double) / nullif(n, 0) as rate,
            case when n > 0 then {{ wilson_bound('k', 'n', 'low') }} end as low,
            case when n > 0 then {{ wilson_bound('k', 'n', 'high') }} end as high,
            cast(rest_k as double) / nullif(rest_n, 0) as rest_rate,
            cast(k as double) / nullif(n, 0)
            - cast(rest_k as double) / nullif(rest_n, 0) as difference,
            case
                when n > 0 and rest_n > 0
                then {{ newcombe_bound('k', 'n', 'rest_k', 'rest_n', 'low') }}
            end as difference_low,
            case
                when n > 0 and rest_n > 0
                then {{ newcombe_bound('k', 'n', 'rest_k', 'rest_n', 'high') }}
            end as difference_high,
            case
                when n > 0 and rest_n > 0
                then {{ difference_p_value('k', 'n', 'rest_k', 'rest_n') }}
            end as p_value
        from compared
    ),

    ranked as (
        select
            measured.*,
            case
                when p_value is not null
                then
                    p_value
                    * count(p_value) over (partition by dimension, word_system, step)
                    / row_number() over (
                        partition by dimension, word_system, step
                        order by p_value nulls last, value nulls last
                    )
            end as scaled
        from measured
    ),

    -- Benjamini and Hochberg: the smallest scaled value at this p-value or a larger one.
    adjusted as (
        select
            ranked.*,
            case
                when p_value is not null
                then
                    least(
                        1,
                        min(scaled) over (
                            partition by dimension, word_system, step
                            order by p_value nulls last, value nulls last
                            rows between current row and unbounded following
                        )
                    )
            end as q_value
        from ranked
    ),

    judged as (
        select
            adjusted.*,
            cohorts.step_order,
            case
                when cohorts.not_judged_because is not null
                then 'not_computable'
                when n = 0 and too_young > 0
                then 'too_young'
                when n = 0
                then 'not_computable'
                when n < limits.least_leads
                then 'too_small'
                when q_value <= limits.discovery_rate and difference_high < 0
                then 'below'
                when q_value <= limits.discovery_rate and difference_low > 0
                then 'above'
                else 'not_told_apart'
            end as verdict,
            coalesce(
                cohorts.not_judged_because,
                case
                    when n = 0 and too_young = 0 then 'the exports do not show it for these leads'
                end
            ) as not_judged_because
        from adjusted
        cross join limits
        inner join cohorts on adjusted.step = cohorts.step
    ),

    final as (
        select
            dimension
            || '/'
            || coalesce(word_system || '/', '')
            || coalesce(value, '')
            || '/'
            || step as source_key,
            dimension,
            word_system as system,
            coalesce(value, '(none)') as value,
            value is null as is_blank,
            step,
            cast(step_order as bigint) as step_order,
            leads,
            cast(too_young as bigint) as too_young,
            cast(n as bigint) as n,
            cast(k as bigint) as k,
            round(rate, 6) as rate,
            round(low, 6) as low,
            round(high, 6) as high,
            cast(rest_n as bigint) as rest_n,
            cast(rest_k as bigint) as rest_k,
            round(rest_rate, 6) as rest_rate,
            round(difference, 6) as difference,
            round(difference_low, 6) as difference_low,
            round(difference_high, 6) as difference_high,
            round(p_value, 6) as p_value,
            round(q_value, 6) as q_value,
            verdict,
            not_judged_because,
            amount,
            currency
        from judged
    )

select *
from final
