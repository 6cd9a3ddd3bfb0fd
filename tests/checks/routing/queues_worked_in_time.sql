{{ check(
    claim='No lead waits in a queue longer than its set-up allows.',
    owner='sales_ops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='process',
    items=['2-127', '2-199', '2-066'],
    remedy='Work the listed leads now and let the queue alert its owner before the time is up.',
    optional=['people.status', 'submissions.submitted_at'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_queue_aged as is_violation,
    evidence_grade,
    waiting_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where has_queue_limit
