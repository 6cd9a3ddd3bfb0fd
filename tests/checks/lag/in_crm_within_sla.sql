{{ check(
    claim='A lead that is due is visible in the CRM within the declared time.',
    owner='marketing_ops', severity='high', effort='m', reversible=true, tolerance=0.02,
    harm='late_lead', cause='tool',
    items=['2-063', '2-161', '2-215'],
    remedy='Look at the sync interval and its errors at the listed times.',
    optional=['field_changes.changed_at', 'person_addresses.email_normalised',
        'record_values.column_values', 'stage_changes.changed_at', 'submissions.email_normalised',
        'submissions.submission_key', 'submissions.submitted_at'],
) }}

select
    journey_id as record_id,
    in_crm_handoff_id as handoff_id,
    case
        when in_crm_verdict <> 'not_computable'
        then in_crm_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    in_crm_not_judged_because as not_judged_because,
    in_crm_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where in_crm_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
