{{ check(
    claim='No record is lost while the target is down for ten minutes.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-31'],
    remedy='Retry for longer than ten minutes, or read changes again; declare `retries` or `retry_horizon`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'outage' and state <> 'not_applicable'
