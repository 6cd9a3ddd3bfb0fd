{{ check(
    claim='A person tries to reach a new lead within the declared time.',
    owner='sales_ops', severity='high', effort='m', reversible=true, tolerance=0.05,
    harm='late_lead', cause='process',
    items=['2-004', '2-143', '2-163', '2-235'],
    remedy='Show the reps their open leads with the time left, and reassign what nobody takes up.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.starts_at', 'owners.owner_key', 'people.converted_at', 'people.created_by_key',
        'people.owner_key', 'people.status', 'record_values.column_values',
        'record_values.entity_key', 'stage_changes.changed_at', 'submissions.submission_key',
        'submissions.submitted_at', 'touches.is_attempt', 'touches.owner_key',
        'touches.touch_because'],
) }}

select
    journey_id as record_id,
    first_attempt_handoff_id as handoff_id,
    case
        when first_attempt_verdict <> 'not_computable'
        then first_attempt_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    first_attempt_not_judged_because as not_judged_because,
    first_attempt_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where first_attempt_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
