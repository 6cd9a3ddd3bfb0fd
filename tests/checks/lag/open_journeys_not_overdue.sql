{{ check(
    claim='No journey waits at a hop longer than its service level allows.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='process',
    items=['2-178', '2-196', '2-225', '0-08'],
    remedy='Take the listed journeys up by hand at the hop they wait at, then find why they '
        ~ 'stopped.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.starts_at', 'owners.owner_key', 'people.converted_at', 'people.created_by_key',
        'people.owner_key', 'people.status', 'person_addresses.email_normalised',
        'record_values.column_values', 'record_values.entity_key', 'stage_changes.changed_at',
        'submissions.email_normalised', 'submissions.submission_key', 'submissions.submitted_at',
        'touches.is_attempt', 'touches.is_conversation', 'touches.occurred_at',
        'touches.owner_key', 'touches.touch_because'],
) }}

select
    journey_id as record_id,
    overdue_handoff_id as handoff_id,
    case when overdue_not_judged_because is null then is_overdue end as is_violation,
    overdue_not_judged_because as not_judged_because
from {{ ref('audit_lag__journeys') }}
