{{ check(
    claim='The invoice of a deal is made out to its customer, or to the partner billed instead.',
    owner='finance', severity='high', effort='s', reversible=true, tolerance=0,
    harm='lost_revenue', cause='process',
    items=['1-06', '2-147'],
    remedy='Credit the invoice and send it to the customer of the deal; link the customers of both systems by id.',
    optional=['companies.name', 'people.company_name', 'people.full_name'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || target_record_key as record_id,
    handoff_id,
    is_other_customer as is_violation,
    not_judged_because
from {{ ref('audit_fidelity__customers') }}
