{{ check(
    claim='The target recognises a record that is sent again.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-33'],
    remedy='Send an id that stays the same with every record; declare it as `idempotency_key`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'idempotency_key' and state <> 'not_applicable'
