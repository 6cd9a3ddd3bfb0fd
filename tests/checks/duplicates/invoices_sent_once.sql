{{ check(
    claim='A sale is invoiced once.',
    owner='finance', severity='high', effort='s', reversible=false, tolerance=0,
    harm='double_charge', cause='tool',
    items=['1-30', '1-33'],
    remedy='Void the later invoice; look for one of the same deal before invoicing.',
    optional=['invoices.amount_credited', 'invoices.crm_record_id', 'invoices.currency',
        'invoices.customer_email', 'invoices.customer_name', 'invoices.due_on',
        'invoices.invoice_key', 'invoices.subtotal', 'invoices.tax', 'opportunities.amount',
        'opportunities.currency', 'opportunities.opportunity_key'],
) }}

select
    invoice_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_duplicate as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__invoices') }}
