{{ check(
    claim='An opportunity is opened within the declared time.',
    owner='sales_ops', severity='medium', effort='l', reversible=true, tolerance=0.1,
    harm='late_lead', cause='process',
    items=['2-145'],
    remedy='Agree when a lead becomes an opportunity and check the listed ones against it.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.booked_at', 'meetings.starts_at', 'owners.owner_key', 'people.created_by_key',
        'people.owner_key', 'record_values.column_values', 'record_values.entity_key',
        'stage_changes.changed_at', 'submissions.submission_key', 'submissions.submitted_at',
        'touches.is_attempt', 'touches.is_conversation', 'touches.occurred_at',
        'touches.owner_key'],
) }}

select
    journey_id as record_id,
    opportunity_handoff_id as handoff_id,
    case
        when opportunity_verdict <> 'not_computable' then opportunity_verdict = 'breached'
    end as is_violation,
    opportunity_not_judged_because as not_judged_because,
    opportunity_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where opportunity_verdict in ('met', 'breached', 'not_computable')
