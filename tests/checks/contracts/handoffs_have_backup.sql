{{ check(
    claim='Another person can replace the owner of every handoff.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='ownership',
    items=['1-42'],
    remedy='Name another person under `backup` of the handoff.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'backup' and state <> 'not_applicable'
