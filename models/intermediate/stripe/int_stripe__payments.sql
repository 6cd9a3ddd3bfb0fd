-- The amount is in the currency of the payment, the settled amount in that of the company:
-- never sum the first. APIs store the settled amount in the balance transaction of a charge.
with
    payments as (select * from {{ ref('stg_stripe__payment') }}),

    balance_transactions as (select * from {{ ref('stg_stripe__balance_transaction') }}),

    minor_files as (select * from {{ ref('int_minor_unit_files') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_stripe' and table_name = 'payment'
    ),

    currencies as (select * from {{ ref('currency_minor_units') }}),

    final as (
        select
            payments.system,
            'payment' as object,
            payments.record_id,
            'payment' as kind,
            {{ record_key('payments.system', "'customer'", 'payments.customer_id') }}
            as customer_key,
            payments.customer_email,
            {{ record_key('payments.system', "'invoice'", 'payments.invoice_id') }} as invoice_key,
            {{ stripe_crm_id('payments') }} as crm_record_id,
            case
                when
                    payments.dispute_status is not null
                    and lower(payments.dispute_status) not in ('won', 'warning_closed')
                then 'disputed'
                else payments.status
            end as status,
            payments.currency,
            {{ convert_minor_units('payments.amount', money_of('amount', 'payments'), 'minor_files.source_file is not null', 'currencies.minor_digits') }}
            as amount,
            {{ convert_minor_units('payments.amount_refunded', money_of('amount_refunded', 'payments'), 'minor_files.source_file is not null', 'currencies.minor_digits') }}
            as amount_refunded,
            cast(null as decimal(18, 4)) as fee,
            cast(null as decimal(18, 4)) as tax_withheld,
            coalesce(
                {{ money_of('converted_amount', 'payments') }},
                {{ convert_minor_units('balance_transactions.amount', parse_money('balance_transactions.amount'), 'true', 'settled_currencies.minor_digits') }}
            ) as settled_amount,
            coalesce(
                payments.converted_currency, balance_transactions.currency
            ) as settled_currency,
            payments.created_at as paid_at,
            payments.source_file,
            payments.source_row
        from payments
        left join minor_files on payments.source_file = minor_files.source_file
        left join
            read_values
            on payments.source_file = read_values.source_file
            and payments.source_row = read_values.source_row
            and payments.system = read_values.system
        left join currencies on upper(payments.currency) = currencies.currency
        left join
            balance_transactions
            on payments.system = balance_transactions.system
            and payments.balance_transaction_id = balance_transactions.record_id
        left join
            currencies as settled_currencies
            on upper(balance_transactions.currency) = settled_currencies.currency
    )

select *
from final
