{%- set steps = outcome_steps() %}
-- The share of all leads that reach a step, of those that are old enough for it.
with
    aged as (select * from {{ ref('audit_outcomes__aged_journeys') }}),

    counted as (
        {%- for item in steps %}
            select
                '{{ item.step }}' as step,
                count_if({{ item.step }}_is_mature and is_{{ item.step }} is not null) as n,
                count_if({{ item.step }}_is_mature and is_{{ item.step }}) as k
            from aged {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    final as (
        select
            step,
            cast(coalesce(n, 0) as bigint) as n,
            cast(coalesce(k, 0) as bigint) as k,
            cast(k as double) / nullif(n, 0) as rate,
            case when n > 0 then {{ wilson_bound('k', 'n', 'low') }} end as low,
            case when n > 0 then {{ wilson_bound('k', 'n', 'high') }} end as high
        from counted
    )

select *
from final
