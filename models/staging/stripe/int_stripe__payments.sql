-- Amount is in the currency of the payment, the settled amount in the company's: never add up the first.
with payments as (
    select * from {{ ref('stg_stripe__payment') }}
),

minor_files as (
    select * from {{ ref('int_stripe__minor_unit_files') }}
),

currencies as (
    select * from {{ ref('currency_minor_units') }}
),

final as (
    select
        payments.system,
        'payment' as object,
        payments.record_id,
        {{ record_key('payments.system', "'customer'", 'payments.customer_id') }} as customer_key,
        payments.customer_email,
        {{ record_key('payments.system', "'invoice'", 'payments.invoice_id') }} as invoice_key,
        {{ stripe_crm_id('payments') }} as crm_record_id,
        case
            when payments.dispute_status is not null and lower(payments.dispute_status) not in ('won', 'warning_closed') then 'disputed'
            else payments.status
        end as status,
        payments.currency,
        {{ minor_money('payments.amount', 'minor_files.source_file is not null', 'currencies.minor_digits') }} as amount,
        {{ minor_money('payments.amount_refunded', 'minor_files.source_file is not null', 'currencies.minor_digits') }} as amount_refunded,
        {{ money('payments.converted_amount') }} as settled_amount,
        payments.converted_currency as settled_currency,
        payments.created_at as paid_at,
        payments.source_file,
        payments.source_row
    from payments
    left join minor_files on payments.source_file = minor_files.source_file
    left join currencies on upper(payments.currency) = currencies.currency
)

select * from final
