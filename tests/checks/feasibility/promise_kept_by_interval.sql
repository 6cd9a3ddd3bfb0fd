{{ check(
    claim='The interval of a handoff and its processing time are shorter than its promised time.',
    owner='marketing_ops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='architecture',
    items=['2-063'],
    remedy='Shorten the interval or start the handoff by an event; else promise a longer time.',
) }}

select promise_key as record_id, handoff_id, is_broken as is_violation, not_judged_because
from {{ ref('audit_feasibility__promises') }}
