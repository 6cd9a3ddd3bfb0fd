with
    payments as (select * from {{ ref('payments') }}),

    invoices as (select * from {{ ref('invoices') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'payments'),

    valid_payments as (
        select
            payments.payment_key,
            payments.system,
            coalesce(
                payments.customer_key, {{ email_address('payments.customer_email') }}
            ) as payer,
            coalesce(payments.crm_record_id, invoices.crm_record_id) as crm_record_id,
            payments.invoice_key,
            payments.currency,
            payments.amount,
            payments.paid_at,
            coalesce(payments.kind = 'refund', false) as takes_back
        from payments
        left join invoices on payments.invoice_key = invoices.invoice_key
        where payments.status in ('paid', 'partially_refunded', 'disputed')
    ),

    {{ net_of_reversals('valid_payments', 'payment_key', 'amount', 'paid_at') }},

    followed as (
        select
            net_rows.*,
            lag(payment_key) over same_payer as payer_key,
            lag(paid_at) over same_payer as payer_at,
            lag(crm_record_id) over same_payer as payer_crm_record_id,
            lag(payment_key) over same_deal as deal_key,
            lag(paid_at) over same_deal as deal_at
        from net_rows
        window
            same_payer as (
                partition by system, payer, currency, amount
                order by paid_at asc nulls last, payment_key
            ),
            same_deal as (
                partition by system, crm_record_id, currency, amount
                order by paid_at asc nulls last, payment_key
            )
    ),

    judged as (
        select
            followed.*,
            coalesce(
                followed.amount is not null
                and followed.crm_record_id is not null
                and {{ epoch_microseconds('followed.paid_at') }}
                - {{ epoch_microseconds('followed.deal_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_deal,
            coalesce(
                followed.amount is not null
                and followed.payer is not null
                and coalesce(followed.crm_record_id = followed.payer_crm_record_id, true)
                and {{ epoch_microseconds('followed.paid_at') }}
                - {{ epoch_microseconds('followed.payer_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_payer
        from followed
        cross join windows
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
                when is_same_deal then deal_key when is_same_payer then payer_key
            end as earlier_key,
            case
                when is_same_deal
                then {{ elapsed_seconds('deal_at', 'paid_at') }}
                when is_same_payer
                then {{ elapsed_seconds('payer_at', 'paid_at') }}
            end as seconds_after,
            is_same_deal or is_same_payer as is_duplicate,
            case
                when is_same_deal
                then 'same CRM record, amount and currency'
                when is_same_payer
                then 'same payer, amount and currency'
            end as evidence
        from judged
    )

select *
from final
