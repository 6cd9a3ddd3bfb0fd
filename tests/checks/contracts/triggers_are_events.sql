{{ check(
    claim='An event starts every handoff, not a button.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['0-18', '1-25', '1-26', '1-27', '1-28', '2-049'],
    remedy='Let a webhook or a workflow rule of the source fire on the event; declare it under `trigger`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'trigger' and state <> 'not_applicable'
