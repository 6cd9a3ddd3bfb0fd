{{ check(
    claim='No assignment is taken back within the minute.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-109', '2-117'],
    remedy='Two automations assign the same leads: keep one of them.',
) }}

select person_key as record_id, handoff_id, is_reversed as is_violation, not_judged_because
from {{ ref('audit_ownership__assignments') }}
-- The current owner, without a history, does not show reversals.
where basis <> 'current'
