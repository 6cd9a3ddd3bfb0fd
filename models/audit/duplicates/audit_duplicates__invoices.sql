with
    repeats as (select * from {{ ref('audit_matching__invoice_repeats') }}),

    final as (
        select
            invoice_key,
            system,
            payer,
            crm_record_id,
            currency,
            total,
            issued_at,
            earlier_key,
            seconds_after,
            is_duplicate,
            evidence,
            not_judged_because
        from repeats
    )

select *
from final
