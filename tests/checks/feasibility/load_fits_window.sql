{{ check(
    claim='Each run of a handoff ends within its window at the allowed number of calls.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='architecture',
    items=['1-13', '1-16', '1-24'],
    remedy='Move only the changes, put more records into one call, or widen the window.',
    optional=['companies.created_at', 'invoices.issued_at', 'opportunities.created_at',
        'payments.paid_at', 'people.created_at', 'submissions.submitted_at'],
) }}

select
    load_key as record_id,
    handoff_id,
    not fits_window as is_violation,
    not_judged_because,
    evidence_grade
from {{ ref('audit_feasibility__loads') }}
where is_judged
