{{ check(
    claim='A new lead is enriched within the declared time.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0.02,
    harm='late_lead', cause='tool',
    items=['2-064'],
    remedy='Start the enrichment on creation instead of in a batch.',
    optional=['field_changes.changed_at', 'record_values.column_values',
        'stage_changes.changed_at', 'submissions.submission_key', 'submissions.submitted_at'],
) }}

select
    journey_id as record_id,
    enriched_handoff_id as handoff_id,
    case
        when enriched_verdict <> 'not_computable'
        then enriched_verdict in ('breached', 'waiting_breached')
    end as is_violation,
    enriched_not_judged_because as not_judged_because,
    enriched_evidence_grade as evidence_grade
from {{ ref('audit_lag__journeys') }}
where enriched_verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
