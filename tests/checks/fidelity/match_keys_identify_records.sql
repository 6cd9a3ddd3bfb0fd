{{ check(
    claim='The key that a handoff matches by names one record on each side.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='architecture',
    items=['1-07'],
    remedy='Give each of the records its own key; see audit_matching__keys for how many share one.',
    optional=['invoices.invoice_key', 'opportunities.opportunity_key', 'payments.payment_key',
        'submissions.submission_key'],
) }}

select
    handoff_id || '/' || side || '/' || record_key as record_id,
    handoff_id,
    is_ambiguous as is_violation,
    not_judged_because
from {{ ref('audit_matching__shared_keys') }}
