{{ check(
    claim='Every poll reads each change once.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-29'],
    remedy='Let each run start before the end of the previous one; declare `interval`, `overlap` and `clock`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'polling_window' and state <> 'not_applicable'
