with
    computed as (select * from {{ ref('audit_outcomes__scores') }}),

    final as (
        select
            score_key,
            system,
            outcome,
            population,
            score_basis,
            leads,
            blank_scores,
            wins,
            losses,
            score_from,
            score_to,
            auc,
            auc_low,
            auc_high,
            verdict,
            not_judged_because,
            caution
        from computed
    )

select *
from final
