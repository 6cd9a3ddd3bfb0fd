{{ check(
    claim='The owner is alerted to a new lead within the declared time.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0.02,
    harm='late_lead', cause='tool',
    items=['2-065', '2-179', '2-182'],
    remedy='Send the alert from the assignment itself, not from a scheduled job.',
    optional=['field_changes.changed_at', 'owners.owner_key', 'people.created_by_key',
        'record_values.column_values', 'stage_changes.changed_at', 'submissions.submission_key',
        'submissions.submitted_at', 'touches.owner_key'],
) }}

select
    journey_id as record_id,
    alerted_handoff_id as handoff_id,
    case
        when alerted_verdict <> 'not_computable'
        then alerted_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    alerted_not_judged_because as not_judged_because,
    alerted_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where alerted_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
