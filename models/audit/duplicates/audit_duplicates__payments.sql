with
    payments as (select * from {{ ref('payments') }}),

    invoices as (select * from {{ ref('invoices') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    duplicate_windows as (select * from {{ ref('duplicate_windows') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'payment'),

    windows as (
        select
            max(case when subject = 'payments' then window_seconds end) as window_seconds,
            max(
                case when subject = 'payments_of_one_invoice' then window_seconds end
            ) as retry_seconds
        from duplicate_windows
    ),

    known_statuses as (select distinct meaning as status from status_words),

    -- A handoff from payments to invoices says which invoice a payment is for.
    paired_invoices as (
        select pairs.source_record_key as payment_key, min(invoices.invoice_key) as invoice_key
        from pairs
        inner join invoices on pairs.target_record_key = invoices.invoice_key
        group by pairs.source_record_key
        having count(distinct invoices.invoice_key) = 1
    ),

    -- A payment of one system can name the invoice of another by its number.
    numbered_invoices as (
        select
            lower(trim(number)) as number,
            max(crm_record_id) as crm_record_id,
            max(currency) as currency,
            max(total) as total
        from invoices
        where number is not null
        group by lower(trim(number))
        having count(*) = 1
    ),

    described as (
        select
            payments.payment_key,
            payments.system,
            payments.status,
            coalesce(
                payments.customer_key, {{ email_address('payments.customer_email') }}
            ) as payer,
            coalesce(
                payments.crm_record_id, invoices.crm_record_id, numbered_invoices.crm_record_id
            ) as crm_record_id,
            coalesce(paired_invoices.invoice_key, payments.invoice_key) as invoice_key,
            payments.currency,
            payments.amount,
            -- null means nothing was refunded.
            payments.amount - coalesce(payments.amount_refunded, 0) as net_amount,
            payments.paid_at,
            -- null means it is a payment.
            coalesce(payments.kind = 'refund', false) as takes_back,
            coalesce(invoices.currency, numbered_invoices.currency) as invoice_currency,
            coalesce(invoices.total, numbered_invoices.total) as invoice_total,
            case
                when payments.status is null
                then 'no export has its status'
                when known_statuses.status is null
                then 'status ' || payments.status || ' is in no list of status words'
                when payments.status not in ('paid', 'partially_refunded', 'disputed')
                then null
                when payments.amount is null
                then 'no export has its amount'
                when payments.paid_at is null
                then 'no export says when it was made'
            end as not_judged_because
        from payments
        left join known_statuses on payments.status = known_statuses.status
        left join paired_invoices on payments.payment_key = paired_invoices.payment_key
        left join
            invoices
            on coalesce(paired_invoices.invoice_key, payments.invoice_key) = invoices.invoice_key
        left join
            numbered_invoices
            on invoices.invoice_key is null
            and lower(substring(payments.invoice_key, length(payments.system || '/invoice/') + 1))
            = numbered_invoices.number
    ),

    valid_payments as (
        select *
        from described
        where status in ('paid', 'partially_refunded', 'disputed') and not_judged_because is null
    ),

    {{ net_of_reversals('valid_payments', 'payment_key', 'amount', 'paid_at') }},

    followed as (
        select
            net_rows.*,
            sum(net_amount) over (
                partition by system, invoice_key, currency
                order by paid_at, payment_key
                rows between unbounded preceding and current row
            ) as paid_so_far,
            lag(payment_key) over same_payer as payer_key,
            lag(paid_at) over same_payer as payer_at,
            lag(crm_record_id) over same_payer as payer_crm_record_id,
            lag(invoice_key) over same_payer as payer_invoice_key,
            lag(payment_key) over same_deal as deal_key,
            lag(paid_at) over same_deal as deal_at,
            lag(invoice_key) over same_deal as deal_invoice_key
        from net_rows
        window
            same_payer as (
                partition by system, payer, currency, amount order by paid_at asc, payment_key
            ),
            same_deal as (
                partition by system, crm_record_id, currency, amount
                order by paid_at asc, payment_key
            )
    ),

    repeated as (
        select
            followed.*,
            -- null means it is the first one, or has no deal.
            coalesce(
                followed.crm_record_id is not null
                and {{ epoch_microseconds('followed.paid_at') }}
                - {{ epoch_microseconds('followed.deal_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_deal,
            -- null means it is the first one, or has no payer. A deal that is not known does not
            -- speak against the same payer.
            coalesce(
                followed.payer is not null
                and coalesce(followed.crm_record_id = followed.payer_crm_record_id, true)
                and {{ epoch_microseconds('followed.paid_at') }}
                - {{ epoch_microseconds('followed.payer_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_payer,
            windows.retry_seconds
        from followed
        cross join windows
    ),

    judged as (
        select
            repeated.*,
            -- null means one of the two names no invoice.
            coalesce(
                invoice_key = case
                    when is_same_deal
                    then deal_invoice_key
                    when is_same_payer
                    then payer_invoice_key
                end,
                false
            ) as is_same_invoice,
            case
                when invoice_total is not null and coalesce(invoice_currency, currency) = currency
                then paid_so_far <= invoice_total
                -- Without the total, two payments within minutes are one payment and its retry.
                when
                    {{ elapsed_seconds('case when is_same_deal then deal_at else payer_at end', 'paid_at') }}
                    <= retry_seconds
                then false
            end as is_within_invoice
        from repeated
    ),

    net_payments as (
        select
            judged.*,
            case
                when not is_same_invoice
                then is_same_deal or is_same_payer
                -- Part payments: the invoice is not overpaid.
                else not is_within_invoice
            end as is_duplicate,
            case
                when is_same_invoice and is_within_invoice is null
                then 'no export has the total of the invoice that it and an earlier one pay'
            end as repeat_not_judged_because
        from judged
    ),

    final as (
        select
            payment_key,
            system,
            payer,
            crm_record_id,
            invoice_key,
            currency,
            amount,
            paid_at,
            case
                when not coalesce(is_duplicate, false)
                then null
                when is_same_deal
                then deal_key
                when is_same_payer
                then payer_key
            end as earlier_key,
            case
                when not coalesce(is_duplicate, false)
                then null
                when is_same_deal
                then {{ elapsed_seconds('deal_at', 'paid_at') }}
                when is_same_payer
                then {{ elapsed_seconds('payer_at', 'paid_at') }}
            end as seconds_after,
            is_duplicate,
            case
                when not coalesce(is_duplicate, false)
                then null
                when is_same_deal
                then 'same CRM record, amount and currency'
                when is_same_payer
                then 'same payer, amount and currency'
            end as evidence,
            repeat_not_judged_because as not_judged_because
        from net_payments
        union all
        select
            payment_key,
            system,
            payer,
            crm_record_id,
            invoice_key,
            currency,
            amount,
            paid_at,
            cast(null as {{ dbt.type_string() }}) as earlier_key,
            cast(null as bigint) as seconds_after,
            cast(null as boolean) as is_duplicate,
            cast(null as {{ dbt.type_string() }}) as evidence,
            not_judged_because
        from described
        where not_judged_because is not null
    )

select *
from final
