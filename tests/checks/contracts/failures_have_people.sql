{{ check(
    claim='Someone notices, mends and rolls back every failure in a promised time.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='ownership',
    items=['1-05', '2-067', '2-068', '2-069'],
    remedy='Name the people and the time under `failure_path`: `notices`, `mends`, `rolls_back`, `within`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'escalation' and state <> 'not_applicable'
