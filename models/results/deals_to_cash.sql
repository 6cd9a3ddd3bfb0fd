with
    judged as (select * from {{ ref('audit_outcomes__cash') }}),

    final as (
        select
            opportunity_key,
            handoff_id,
            system,
            name,
            owner_key,
            won_at,
            amount,
            currency,
            class,
            is_late,
            invoices,
            repeats,
            drafts,
            invoiced_at,
            due_on,
            invoice_currency,
            invoiced,
            drafted,
            paid,
            refunded,
            open_amount,
            overdue_amount,
            risk,
            money_at_risk,
            not_judged_because
        from judged
    )

select *
from final
