{{ check(
    claim='No lead is given to a user who cannot work.',
    owner='sales_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='lost_lead', cause='ownership',
    items=['2-121'],
    remedy='Take inactive users out of the pools and give their leads to an active member.',
    optional=['owners.updated_at', 'people.created_by_key', 'touches.owner_key'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_inactive_owner as is_violation,
    evidence_grade,
    activity_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where has_human_owner
