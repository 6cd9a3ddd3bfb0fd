{{ check(
    claim='All handoffs of a system together stay within its calls per day.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='architecture',
    items=['1-14', '1-15', '1-24'],
    remedy='Move only the changes, put more records into one call, or run less often.',
    optional=['companies.created_at', 'invoices.issued_at', 'opportunities.created_at',
        'payments.paid_at', 'people.created_at', 'submissions.submitted_at'],
) }}

select
    system as record_id,
    handoff_id,
    is_over_quota as is_violation,
    not_judged_because,
    evidence_grade
from {{ ref('audit_feasibility__quotas') }}
