{{ check(
    claim='Where every hop is in time, the whole way is in time too.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='architecture',
    items=['2-164'],
    remedy='Shorten the promises of the hops until their sum fits into the total, or promise '
        ~ 'what the sum allows.',
    optional=['assignments.assigned_at', 'assignments.owner_key', 'field_changes.changed_at',
        'meetings.booked_at', 'meetings.starts_at', 'opportunities.created_at',
        'opportunities.is_won', 'opportunities.won_at', 'owners.owner_key', 'people.converted_at',
        'people.created_by_key', 'people.owner_key', 'people.status',
        'person_addresses.email_normalised', 'record_values.column_values',
        'record_values.entity_key', 'stage_changes.changed_at', 'submissions.email_normalised',
        'submissions.submission_key', 'submissions.submitted_at', 'touches.is_attempt',
        'touches.is_conversation', 'touches.occurred_at', 'touches.owner_key',
        'touches.touch_because'],
) }}

select
    journey_id as record_id, handoff_id, {{ verdict('is_compounded', unless='not_judged_because') }}
from {{ ref('audit_lag__total_times') }}
