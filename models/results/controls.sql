{%- set steps = ['capture', 'sync', 'route', 'notify', 'feedback'] %}
-- The monthly control of the five steps of a lead, on the sample of live records. Broken leads are
-- drawn more often than they occur, so the share of the sample is not the share of the company.
with
    sample as (select * from {{ ref('sample') }}),

    unfolded as (
        {%- for step in steps %}
            select
                month_at,
                {{ loop.index }} as step_order,
                '{{ step }}' as step,
                {{ step }} as verdict
            from sample {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    final as (
        select
            month_at,
            cast(step_order as bigint) as step_order,
            step,
            count(*) as sampled,
            cast(count_if(verdict = 'ok') as bigint) as ok,
            cast(count_if(verdict = 'broken') as bigint) as broken,
            cast(count_if(verdict = 'waiting') as bigint) as waiting,
            cast(count_if(verdict = 'not_judged') as bigint) as not_judged
        from unfolded
        group by month_at, step_order, step
    )

select *
from final
