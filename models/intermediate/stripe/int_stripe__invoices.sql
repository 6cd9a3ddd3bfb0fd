with
    invoices as (select * from {{ ref('stg_stripe__invoice') }}),

    minor_files as (select * from {{ ref('int_minor_unit_files') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_stripe' and table_name = 'invoice'
    ),

    currencies as (select * from {{ ref('currency_minor_units') }}),

    final as (
        select
            invoices.system,
            'invoice' as object,
            invoices.record_id,
            invoices.number,
            'receivable' as kind,
            {{ record_key('invoices.system', "'customer'", 'invoices.customer_id') }}
            as customer_key,
            invoices.customer_email,
            invoices.customer_name,
            {{ stripe_crm_id('invoices') }} as crm_record_id,
            case
                when invoices.is_deleted
                then 'deleted'
                else coalesce(invoices.status, case when invoices.is_paid then 'paid' end)
            end as status,
            invoices.currency,
            {%- for amount in ['subtotal', 'tax', 'total', 'amount_paid', 'amount_due'] %}
                {{ convert_minor_units('invoices.' ~ amount, money_of(amount, 'invoices'), 'minor_files.source_file is not null', 'currencies.minor_digits') }}
                as {{ amount }},
            {%- endfor %}
            cast(null as decimal(18, 4)) as amount_credited,
            invoices.issued_at,
            invoices.due_on,
            invoices.paid_at,
            invoices.source_file,
            invoices.source_row
        from invoices
        left join minor_files on invoices.source_file = minor_files.source_file
        left join
            read_values
            on invoices.source_file = read_values.source_file
            and invoices.source_row = read_values.source_row
            and invoices.system = read_values.system
        left join currencies on upper(invoices.currency) = currencies.currency
    )

select *
from final
