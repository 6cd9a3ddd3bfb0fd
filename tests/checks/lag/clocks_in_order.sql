{{ check(
    claim='No hop is stamped before the hop that causes it.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['2-135', '1-23'],
    remedy='Check the time zones and the clocks of the two systems, and who can set these stamps.',
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
    journey_id as record_id,
    cast(null as string) as handoff_id,
    case when order_not_judged_because is null then has_clock_contradiction end as is_violation,
    order_not_judged_because as not_judged_because
from {{ ref('audit_lag__journeys') }}
where has_timed_hop
