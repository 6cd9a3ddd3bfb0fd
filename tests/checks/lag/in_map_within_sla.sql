{{ check(
    claim='A form is visible in marketing automation within the declared time.',
    owner='marketing_ops', severity='high', effort='m', reversible=true, tolerance=0.02,
    harm='late_lead', cause='tool',
    items=['2-063', '2-161'],
    remedy='Look at the queue or batch between form and marketing automation at the listed times.',
    optional=['field_changes.changed_at', 'person_addresses.email_normalised',
        'record_values.column_values', 'stage_changes.changed_at', 'submissions.email_normalised',
        'submissions.submission_key', 'submissions.submitted_at'],
) }}

select
    journey_id as record_id,
    in_map_handoff_id as handoff_id,
    case
        when in_map_verdict <> 'not_computable'
        then in_map_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    in_map_not_judged_because as not_judged_because,
    in_map_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where in_map_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
