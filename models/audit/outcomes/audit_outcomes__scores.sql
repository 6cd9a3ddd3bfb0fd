-- Whether a score tells who is accepted or won: the area under the curve from the sum of ranks,
-- ties
-- counted half, with the interval of Hanley and McNeil.
with
    scored_leads as (select * from {{ ref('audit_outcomes__scored_leads') }}),

    lead_scores as (select * from {{ ref('audit_outcomes__lead_scores') }}),

    cohorts as (select * from {{ ref('audit_outcomes__cohorts') }}),

    limits as (
        select
            {{ audit_limit('score_least_leads') }} as least_leads,
            {{ audit_limit('score_floor_percent') }} / 100.0 as floor
    ),

    ranked as (
        select
            scored_leads.*,
            -- The mean of the ranks of a tie.
            rank() over (partition by system, outcome order by score)
            + (count(*) over (partition by system, outcome, score) - 1) / 2.0 as mean_rank
        from scored_leads
        where score is not null
    ),

    summed as (
        select
            system,
            outcome,
            max(basis) as basis,
            bool_or(has_handoffs) as has_handoffs,
            count_if(is_win) as wins,
            count_if(not is_win) as losses,
            min(score) as score_from,
            max(score) as score_to,
            sum(case when is_win then mean_rank end) as rank_sum
        from ranked
        group by system, outcome
    ),

    blanks as (
        select system, outcome, count(*) as leads, count_if(score is null) as blank_scores
        from scored_leads
        group by system, outcome
    ),

    populations as (
        select systems.system, cohorts.step as outcome, cohorts.not_judged_because
        from (select distinct system from lead_scores) as systems
        cross join cohorts
        where cohorts.step in ('accepted', 'won')
    ),

    curved as (
        select
            populations.system,
            populations.outcome,
            populations.not_judged_because,
            summed.basis,
            coalesce(summed.has_handoffs, false) as has_handoffs,
            coalesce(blanks.leads, 0) as leads,
            coalesce(blanks.blank_scores, 0) as blank_scores,
            coalesce(summed.wins, 0) as wins,
            coalesce(summed.losses, 0) as losses,
            summed.score_from,
            summed.score_to,
            (summed.rank_sum - summed.wins * (summed.wins + 1) / 2.0)
            / nullif(cast(summed.wins as double) * summed.losses, 0) as auc
        from populations
        left join
            summed on populations.system = summed.system and populations.outcome = summed.outcome
        left join
            blanks on populations.system = blanks.system and populations.outcome = blanks.outcome
    ),

    bounded as (
        select
            curved.*,
            case
                when auc is not null then {{ auc_bound('auc', 'wins', 'losses', 'low') }}
            end as auc_low,
            case
                when auc is not null then {{ auc_bound('auc', 'wins', 'losses', 'high') }}
            end as auc_high
        from curved
    ),

    final as (
        select
            bounded.system || '/' || bounded.outcome as score_key,
            bounded.system,
            bounded.outcome,
            case
                when bounded.has_handoffs
                then 'leads handed over to sales'
                else 'all leads with a record in the system'
            end as population,
            case
                when bounded.basis = 'today' then 'score of today' else 'score at the handoff'
            end as score_basis,
            cast(bounded.leads as bigint) as leads,
            cast(bounded.blank_scores as bigint) as blank_scores,
            cast(bounded.wins as bigint) as wins,
            cast(bounded.losses as bigint) as losses,
            bounded.score_from,
            bounded.score_to,
            round(bounded.auc, 6) as auc,
            round(bounded.auc_low, 6) as auc_low,
            round(bounded.auc_high, 6) as auc_high,
            case
                when
                    bounded.not_judged_because is not null
                    or bounded.wins < limits.least_leads
                    or bounded.losses < limits.least_leads
                then 'not_computable'
                when bounded.auc_high < limits.floor
                then 'does_not_tell'
                when bounded.auc_low <= 0.5
                then 'unclear'
                else 'works'
            end as verdict,
            case
                when bounded.not_judged_because is not null
                then bounded.not_judged_because
                when bounded.wins < limits.least_leads
                then 'too few leads with a score reached it'
                when bounded.losses < limits.least_leads
                then 'too few leads with a score did not reach it'
                when bounded.auc_high < limits.floor
                then null
                when bounded.auc_low <= 0.5
                then 'the score may tell no more than chance'
            end as not_judged_because,
            case
                when bounded.basis = 'today'
                then
                    'no history of the score is exported: that of today may have grown with the lead'
            end as caution
        from bounded
        cross join limits
    )

select *
from final
