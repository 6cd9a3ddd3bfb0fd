{{ check(
    claim='Every lead reaches an owner within the declared time.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0.02,
    harm='late_lead', cause='tool',
    items=['2-052', '2-162'],
    remedy='Look at what the late leads waited for: a batch job, a queue, or a field that came '
        ~ 'late.',
    optional=['owners.owner_key', 'people.created_by_key', 'submissions.submitted_at',
        'touches.owner_key'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_assigned_late as is_violation,
    evidence_grade,
    assigned_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where assigned_verdict in ('met', 'breached')
