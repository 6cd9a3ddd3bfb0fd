{{ check(
    claim='Every handoff has a promised time.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['2-062'],
    remedy='Agree on a time, even an informal one, and declare it under `service_levels`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'service_level' and state <> 'not_applicable'
