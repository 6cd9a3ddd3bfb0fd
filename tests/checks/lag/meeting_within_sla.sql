{{ check(
    claim='A meeting is booked within the declared time.',
    owner='sales_ops', severity='medium', effort='l', reversible=true, tolerance=0.1,
    harm='late_lead', cause='process',
    items=['2-144'],
    remedy='Offer a booking link with the first answer.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.starts_at', 'owners.owner_key', 'people.created_by_key', 'people.owner_key',
        'record_values.column_values', 'record_values.entity_key', 'stage_changes.changed_at',
        'submissions.submission_key', 'submissions.submitted_at', 'touches.is_attempt',
        'touches.is_conversation', 'touches.occurred_at', 'touches.owner_key'],
) }}

select
    journey_id as record_id,
    meeting_handoff_id as handoff_id,
    case
        when meeting_verdict <> 'not_computable' then meeting_verdict = 'breached'
    end as is_violation,
    meeting_not_judged_because as not_judged_because,
    meeting_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where meeting_verdict in ('met', 'breached', 'not_computable')
