{{ check(
    claim='Both sides of a handoff have the same value.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['0-21', '2-078', '2-081', '2-082', '2-084', '2-085', '2-108'],
    remedy='Ask who knows the record; then find the process that wrote the wrong value.',
    optional=['as_of.as_of', 'field_changes.changed_at', 'invoices.amount_credited',
        'invoices.crm_record_id', 'invoices.currency', 'invoices.customer_email',
        'invoices.customer_key', 'invoices.customer_name', 'invoices.due_on',
        'invoices.invoice_key', 'invoices.issued_at', 'invoices.kind', 'invoices.status',
        'invoices.subtotal', 'invoices.tax', 'invoices.total', 'merges.loser_key',
        'merges.winner_key', 'opportunities.amount', 'opportunities.currency',
        'opportunities.opportunity_key', 'payments.currency', 'payments.kind',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_mismatched', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
