{{ check(
    claim='A sale is charged once.',
    owner='finance', severity='high', effort='s', reversible=false, tolerance=0,
    harm='double_charge', cause='tool',
    items=['1-30', '1-33'],
    remedy='Refund the later payment; send an idempotency key with every charge.',
    optional=['invoices.crm_record_id', 'invoices.currency', 'invoices.invoice_key',
        'invoices.total', 'payments.amount_refunded', 'payments.crm_record_id',
        'payments.currency', 'payments.customer_email', 'payments.invoice_key'],
) }}

select
    payment_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_duplicate as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__payments') }}
