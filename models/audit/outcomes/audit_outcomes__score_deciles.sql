-- The rate of the outcome in ten groups of equal size by score, the lowest scores first.
with
    scored_leads as (
        select * from {{ ref('audit_outcomes__scored_leads') }} where score is not null
    ),

    ranked as (
        select
            scored_leads.*,
            -- Leads with one score are in one group: the group of the middle of the tie.
            cast(
                floor(
                    10.0 * (
                        rank() over (partition by system, outcome order by score)
                        - 1
                        + (count(*) over (partition by system, outcome, score) - 1) / 2.0
                    )
                    / count(*) over (partition by system, outcome)
                ) as bigint
            )
            + 1 as decile
        from scored_leads
    ),

    totals as (
        select system, outcome, count(*) as n, count_if(is_win) as k
        from ranked
        group by system, outcome
    ),

    counted as (
        select
            system,
            outcome,
            decile,
            min(score) as score_from,
            max(score) as score_to,
            count(*) as n,
            count_if(is_win) as k
        from ranked
        group by system, outcome, decile
    ),

    final as (
        select
            counted.system
            || '/'
            || counted.outcome
            || '/'
            || cast(counted.decile as {{ dbt.type_string() }}) as decile_key,
            counted.system,
            counted.outcome,
            counted.decile,
            counted.score_from,
            counted.score_to,
            counted.n,
            cast(counted.k as bigint) as k,
            round(cast(counted.k as double) / counted.n, 6) as rate,
            round(
                (cast(counted.k as double) / counted.n)
                / nullif(cast(totals.k as double) / totals.n, 0),
                6
            ) as lift
        from counted
        inner join totals on counted.system = totals.system and counted.outcome = totals.outcome
    )

select *
from final
