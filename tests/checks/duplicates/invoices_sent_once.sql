{{ check(
    claim='A sale is invoiced once.',
    owner='finance', severity='high', effort='s', reversible=false, tolerance=0,
    items=['1-30', '1-33'],
    remedy='Void the later invoice; look for one of the same deal before invoicing.',
    optional=['invoices.crm_record_id', 'invoices.customer_email', 'invoices.customer_name'],
) }}

select
    invoice_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_duplicate as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__invoices') }}
