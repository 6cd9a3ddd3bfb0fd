{{ check(
    claim='A lead is enriched before it is assigned.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='architecture',
    items=['2-095'],
    remedy='Let the assignment wait for the enrichment, with a time limit.',
    optional=['owners.owner_key', 'people.created_by_key', 'submissions.submission_key',
        'submissions.submitted_at', 'touches.owner_key'],
) }}

select
    journey_id as record_id,
    assigned_handoff_id as handoff_id,
    is_assigned_before_enriched as is_violation
from {{ ref('audit_lag__journeys') }}
where has_enrichment_race
