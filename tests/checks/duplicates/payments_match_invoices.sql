{{ check(
    claim='What was paid on a settled invoice is what was invoiced.',
    owner='finance', severity='high', effort='m', reversible=true, tolerance=0,
    harm='lost_revenue', cause='process',
    items=['0-14', '2-147'],
    remedy='Ask for the rest or pay it back; then find out why the charge was another amount.',
    optional=['invoices.amount_credited', 'invoices.amount_paid', 'invoices.currency',
        'payments.amount', 'payments.amount_refunded', 'payments.currency', 'payments.fee',
        'payments.kind', 'payments.tax_withheld'],
) }}

select
    invoice_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_different as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__settlements') }}
