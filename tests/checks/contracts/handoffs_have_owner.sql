{{ check(
    claim='Every handoff has an owner.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='ownership',
    items=['2-061'],
    remedy='Name the person under `owner` of the handoff.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'owner' and state <> 'not_applicable'
