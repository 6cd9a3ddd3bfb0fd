{%- set steps = outcome_steps() %}
-- How long nine of ten leads that reached a step took to it: a younger lead is too young for its
-- rate.
with
    journeys as (select * from {{ ref('audit_outcomes__journeys') }}),

    times as (
        {%- for item in steps %}
            select
                '{{ item.step }}' as step,
                {{ loop.index }} as step_order,
                person_key,
                greatest({{ elapsed_seconds('captured_at', item.step ~ '_at') }}, 0) as seconds
            from journeys
            where
                is_{{ item.step }} and captured_at is not null and {{ item.step }}_at is not null
                {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    ranked as (
        select
            step,
            seconds,
            row_number() over (partition by step order by seconds, person_key) as place,
            count(*) over (partition by step) as reached
        from times
    ),

    usual as (
        select step, min(seconds) as usual_seconds
        from ranked
        where place >= reached * {{ audit_limit('usual_step_percent') }} / 100.0
        group by step
    ),

    states as (
        {%- for item in steps %}
            select
                '{{ item.step }}' as step,
                {{ loop.index }} as step_order,
                count(is_{{ item.step }}) > 0 as is_known,
                coalesce(count_if(is_{{ item.step }}), 0) as reached
            from journeys {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    final as (
        select
            states.step,
            states.step_order,
            states.reached,
            usual.usual_seconds,
            case
                when not states.is_known and states.step in ('accepted', 'rejected')
                then 'no stage that an export shows is declared to mean it'
                when not states.is_known and states.step = 'met'
                then 'no export says whether a meeting took place'
                when not states.is_known and states.step in ('attempted', 'conversed')
                then 'no export has touches of the leads'
                when not states.is_known and states.step in ('opportunity', 'won')
                then 'no export links a deal to a lead'
                when not states.is_known
                then 'no export links an invoice or a payment to the deal of a lead'
                when states.reached = 0
                then 'no lead reached it, so nothing tells how long it takes'
                when usual.step is null
                then 'no export says when it was reached'
            end as not_judged_because
        from states
        left join usual on states.step = usual.step
    )

select *
from final
