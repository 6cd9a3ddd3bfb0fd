-- The invoice that a payment is for: by its key, by a handoff from payments to invoices, or by the
-- number of the invoice.
with
    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    judged_payments as (select * from {{ ref('audit_duplicates__payments') }}),

    owed as (
        select *
        from invoices
        where
            kind = 'receivable'
            -- null means no export has the status: it is not known to be settled.
            and coalesce(status, 'open') not in ('void', 'draft', 'deleted')
    ),

    numbers as (
        select lower(trim(number)) as number, min(invoice_key) as invoice_key
        from owed
        where number is not null
        group by lower(trim(number))
        having count(*) = 1
    ),

    linked as (
        select
            payments.payment_key,
            coalesce(own.invoice_key, numbers.invoice_key) as invoice_key,
            payments.kind,
            payments.status,
            payments.currency,
            payments.amount,
            payments.amount_refunded,
            payments.fee,
            payments.tax_withheld,
            payments.paid_at,
            case
                when payments.kind = 'payment' and payments.status not in ('failed', 'pending')
                then payments.amount
            end as charged,
            case
                when payments.kind = 'refund'
                then abs(payments.amount)
                when payments.status = 'refunded'
                then coalesce(payments.amount_refunded, payments.amount)
                else payments.amount_refunded
            end as refunded,
            -- null means it repeats none, or is not judged.
            coalesce(judged_payments.is_duplicate, false) as is_duplicate
        from payments
        left join judged_payments on payments.payment_key = judged_payments.payment_key
        left join
            owed as own
            on coalesce(judged_payments.invoice_key, payments.invoice_key) = own.invoice_key
        left join
            numbers
            on own.invoice_key is null
            and lower(substring(payments.invoice_key, length(payments.system || '/invoice/') + 1))
            = numbers.number
    ),

    final as (select * from linked where invoice_key is not null)

select *
from final
