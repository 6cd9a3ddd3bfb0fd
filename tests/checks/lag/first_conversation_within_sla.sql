{{ check(
    claim='A person and a new lead talk to each other within the declared time.',
    owner='sales_ops', severity='high', effort='m', reversible=true, tolerance=0.05,
    harm='late_lead', cause='process',
    items=['2-004', '2-143', '2-163', '2-235'],
    remedy='Show the reps which leads were tried without success, and plan the next try at another hour.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.starts_at', 'owners.owner_key', 'people.converted_at', 'people.created_by_key',
        'people.owner_key', 'people.status', 'record_values.column_values',
        'record_values.entity_key', 'stage_changes.changed_at', 'submissions.submission_key',
        'submissions.submitted_at', 'touches.owner_key'],
) }}

select
    journey_id as record_id,
    first_conversation_handoff_id as handoff_id,
    case
        when first_conversation_verdict <> 'not_computable'
        then first_conversation_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    first_conversation_not_judged_because as not_judged_because,
    first_conversation_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where first_conversation_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
