with
    computed as (select * from {{ ref('audit_outcomes__sources') }}),

    final as (
        select
            source_key,
            dimension,
            system,
            value,
            is_blank,
            step,
            step_order,
            leads,
            too_young,
            n,
            k,
            rate,
            low,
            high,
            rest_n,
            rest_k,
            rest_rate,
            difference,
            difference_low,
            difference_high,
            p_value,
            q_value,
            verdict,
            not_judged_because,
            amount,
            currency
        from computed
    )

select *
from final
