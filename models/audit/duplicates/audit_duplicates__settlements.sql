-- What was paid on an invoice against what was invoiced. The gross charge counts, in the currency
-- of
-- the invoice; what was paid out never does. A payment that was taken twice is told by
-- payments_taken_once and left out here.
with
    invoices as (select * from {{ ref('invoices') }}),

    invoice_payments as (select * from {{ ref('audit_duplicates__invoice_payments') }}),

    currency_minor_units as (select * from {{ ref('currency_minor_units') }}),

    company as (select * from {{ ref('declared_company') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'payment'),

    known_statuses as (select distinct meaning as status from status_words),

    billed as (
        select
            invoices.*,
            coalesce(
                customer_key, {{ email_address('customer_email') }}, lower(trim(customer_name))
            ) as payer
        from invoices
    ),

    owed as (
        select *
        from billed
        where
            kind = 'receivable'
            -- null means no export has the status: it is not known to be settled.
            and coalesce(status, 'open') not in ('void', 'draft', 'deleted')
    ),

    counted as (
        select
            invoice_payments.*,
            case
                when invoice_payments.kind = 'refund'
                then - abs(invoice_payments.amount)
                else invoice_payments.amount
            end as charge,
            case
                when known_statuses.status is null
                then 'the status of a payment is in no list of status words'
                when invoice_payments.amount is null
                then 'no export has the amount of a payment'
            end as unknown_because
        from invoice_payments
        left join known_statuses on invoice_payments.status = known_statuses.status
        where
            not invoice_payments.is_duplicate
            -- null means no export has the status.
            and coalesce(invoice_payments.status, 'paid') not in ('failed', 'pending')
    ),

    paid as (
        select
            counted.invoice_key,
            count(*) as payment_count,
            sum(case when counted.kind = 'refund' then 0 else counted.charge end) as charged,
            sum(counted.charge - coalesce(counted.amount_refunded, 0)) as charged_net,
            sum(coalesce(counted.fee, 0)) as fee,
            sum(coalesce(counted.tax_withheld, 0)) as tax_withheld,
            bool_or(counted.currency <> owed.currency) as is_exchanged,
            min(counted.unknown_because) as unknown_because
        from counted
        inner join owed on counted.invoice_key = owed.invoice_key
        group by counted.invoice_key
    ),

    -- Credit notes of a payer, which settle a part of an invoice.
    credit_notes as (
        select system, payer, currency, abs(total) as total, true as is_there
        from billed
        where
            kind = 'credit_note'
            and payer is not null
            and coalesce(status, 'open') not in ('void', 'draft', 'deleted')
        group by system, payer, currency, abs(total)
    ),

    compared as (
        select
            owed.invoice_key,
            owed.system,
            owed.payer,
            owed.currency,
            owed.status,
            owed.total,
            coalesce(owed.amount_credited, 0) as credited,
            coalesce(paid.payment_count, 0) as payment_count,
            case
                when paid.invoice_key is null
                then owed.amount_paid
                when abs(owed.total - paid.charged_net) < abs(owed.total - paid.charged)
                then paid.charged_net
                else paid.charged
            end as paid,
            coalesce(paid.fee, 0) as fee,
            coalesce(paid.tax_withheld, 0) as tax_withheld,
            -- null means one of the two has no currency: it is the same.
            coalesce(paid.is_exchanged, false) as is_exchanged,
            case
                when currency_minor_units.minor_digits = 0
                then 1.0000
                when currency_minor_units.minor_digits = 3
                then 0.0010
                else 0.0100
            end
            * greatest(coalesce(paid.payment_count, 0), 1) as rounding,
            paid.unknown_because
        from owed
        cross join company
        left join paid on owed.invoice_key = paid.invoice_key
        left join
            currency_minor_units
            on coalesce(owed.currency, company.currency) = currency_minor_units.currency
    ),

    classed as (
        select
            compared.*,
            compared.paid - (compared.total - compared.credited) as difference,
            case
                when compared.paid is null and credit_notes.is_there
                then 'credited'
                when compared.total is null or compared.paid is null
                then null
                when compared.is_exchanged
                then 'exchange'
                when
                    compared.paid = compared.total
                    or compared.paid = compared.total - compared.credited
                then 'equal'
                when
                    abs(compared.paid - compared.total) <= compared.rounding
                    or abs(compared.paid - (compared.total - compared.credited))
                    <= compared.rounding
                then 'rounding'
                when
                    compared.fee > 0
                    and abs(compared.total - compared.credited - compared.paid - compared.fee)
                    <= compared.rounding
                then 'fee'
                when
                    compared.tax_withheld > 0
                    and abs(
                        compared.total
                        - compared.credited
                        - compared.paid
                        - compared.fee
                        - compared.tax_withheld
                    )
                    <= compared.rounding
                    or compared.tax_withheld > 0
                    and abs(
                        compared.total - compared.credited - compared.paid - compared.tax_withheld
                    )
                    <= compared.rounding
                then 'withheld_tax'
                when credit_notes.is_there
                then 'credited'
                when compared.paid > compared.total
                then 'overpaid'
                else 'underpaid'
            end as class
        from compared
        left join
            credit_notes
            on compared.system = credit_notes.system
            and compared.payer = credit_notes.payer
            and compared.currency is not distinct from credit_notes.currency
            -- null means no export has a payment of it.
            and compared.total - coalesce(compared.paid, 0) = credit_notes.total
    ),

    -- An open invoice is not due in full; it can only be overpaid.
    final as (
        select
            invoice_key,
            system,
            currency,
            total,
            credited,
            payment_count,
            cast(paid as decimal(18, 4)) as paid,
            cast(difference as decimal(18, 4)) as difference,
            case when unknown_because is null then class end as class,
            case
                when unknown_because is null then class in ('overpaid', 'underpaid')
            end as is_different,
            case
                when unknown_because is not null
                then unknown_because
                when total is null
                then 'no export has its total'
                when class is null
                then 'no export has a payment of it, nor what was paid'
            end as not_judged_because
        from classed
        where status = 'paid' or (payment_count > 0 and class = 'overpaid')
    )

select *
from final
