{%- set outcomes = ['accepted', 'won'] %}
-- The leads whose score can be compared with what became of them, per system that scores: those
-- handed over to sales, where that is known of any, and old enough for the outcome. Without a
-- history the score of today is taken, which may have grown with the lead.
with
    lead_scores as (select * from {{ ref('audit_outcomes__lead_scores') }}),

    journeys as (select * from {{ ref('audit_outcomes__journeys') }}),

    cohorts as (select * from {{ ref('audit_outcomes__cohorts') }}),

    as_of as (select * from {{ ref('as_of') }}),

    handed_over as (
        select system, count(handed_over_at) > 0 as has_handoffs from lead_scores group by system
    ),

    compared as (
        select
            lead_scores.person_key,
            lead_scores.system,
            lead_scores.basis,
            handed_over.has_handoffs,
            case
                when lead_scores.basis = 'today'
                then lead_scores.score_today
                when lead_scores.handed_over_at is not null
                then lead_scores.score_at_handoff
                else lead_scores.score_at_capture
            end as score
        from lead_scores
        inner join handed_over on lead_scores.system = handed_over.system
        where lead_scores.handed_over_at is not null or not handed_over.has_handoffs
    ),

    final as (
        {%- for outcome in outcomes %}
            select
                compared.person_key,
                compared.system,
                '{{ outcome }}' as outcome,
                compared.basis,
                compared.has_handoffs,
                compared.score,
                journeys.is_{{ outcome }} as is_win
            from compared
            cross join as_of
            inner join journeys on compared.person_key = journeys.person_key
            inner join
                cohorts
                on cohorts.step = '{{ outcome }}'
                and {{ elapsed_seconds('journeys.captured_at', 'as_of.as_of') }}
                >= cohorts.usual_seconds
            where journeys.is_{{ outcome }} is not null {{- ' union all' if not loop.last }}
        {%- endfor %}
    )

select *
from final
