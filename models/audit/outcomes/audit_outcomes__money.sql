-- The money of a record, by what happened to it. The same money stands once: `counted_as` names the
-- record that carries it.
with
    cash as (select * from {{ ref('audit_outcomes__cash') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    repeated_invoices as (select * from {{ ref('audit_duplicates__invoices') }} where is_duplicate),

    repeated_payments as (select * from {{ ref('audit_duplicates__payments') }} where is_duplicate),

    invoice_payments as (select * from {{ ref('audit_duplicates__invoice_payments') }}),

    settlements as (select * from {{ ref('audit_duplicates__settlements') }}),

    company as (select * from {{ ref('declared_company') }}),

    received as (
        select
            invoice_payments.invoice_key,
            -- Money in another currency says nothing about the amount of the invoice.
            case
                when count_if(invoice_payments.currency <> invoices.currency) = 0
                then sum(invoice_payments.charged)
            end as charged,
            sum(invoice_payments.refunded) as refunded
        from invoice_payments
        inner join invoices on invoice_payments.invoice_key = invoices.invoice_key
        group by invoice_payments.invoice_key
    ),

    -- Of a doubled invoice, what was paid on it and not paid back. Unpaid, it costs the work of
    -- taking it back.
    paid_repeats as (
        select
            repeated_invoices.invoice_key,
            repeated_invoices.currency,
            greatest(
                coalesce(
                    received.charged,
                    invoices.amount_paid,
                    case when invoices.status = 'paid' then repeated_invoices.total end
                )
                - coalesce(received.refunded, 0),
                0
            ) as paid
        from repeated_invoices
        inner join invoices on repeated_invoices.invoice_key = invoices.invoice_key
        left join received on repeated_invoices.invoice_key = received.invoice_key
    ),

    -- null means nothing was paid back.
    kept_repeats as (
        select
            repeated_payments.payment_key,
            repeated_payments.currency,
            repeated_payments.amount - coalesce(payments.amount_refunded, 0) as kept,
            coalesce(paid_repeats.invoice_key, repeated_payments.payment_key) as counted_as
        from repeated_payments
        inner join payments on repeated_payments.payment_key = payments.payment_key
        left join paid_repeats on repeated_payments.invoice_key = paid_repeats.invoice_key
    ),

    settled as (
        select settlements.*
        from settlements
        left join paid_repeats on settlements.invoice_key = paid_repeats.invoice_key
        where settlements.is_different and paid_repeats.invoice_key is null
    ),

    all_money as (
        select
            opportunity_key as record_key,
            opportunity_key as counted_as,
            class,
            risk as kind,
            currency,
            money_at_risk as amount
        from cash
        where class in ('missing', 'drafted', 'voided', 'wrong_amount') and risk is not null
        union all
        select invoice_key, invoice_key, 'doubled', 'overbilled', currency, paid
        from paid_repeats
        where paid > 0
        union all
        select payment_key, counted_as, 'paid_twice', 'overbilled', currency, kept
        from kept_repeats
        where kept > 0
        union all
        select
            invoice_key,
            invoice_key,
            class,
            case when difference > 0 then 'overbilled' else 'unpaid' end,
            currency,
            abs(difference)
        from settled
    ),

    final as (
        select
            all_money.record_key,
            all_money.counted_as,
            all_money.class,
            all_money.kind,
            -- An amount without a currency is one of the company.
            upper(coalesce(all_money.currency, company.currency)) as currency,
            cast(all_money.amount as decimal(18, 4)) as amount
        from all_money
        left join company on true
    )

select *
from final
