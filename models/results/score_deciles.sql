with
    computed as (select * from {{ ref('audit_outcomes__score_deciles') }}),

    final as (
        select decile_key, system, outcome, decile, score_from, score_to, n, k, rate, lift
        from computed
    )

select *
from final
