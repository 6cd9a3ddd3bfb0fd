{{ check(
    claim='A record that is rejected goes to a known place.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['0-19', '1-32', '1-35', '2-050'],
    remedy='Send rejected records to a log or queue that a person reads; declare it under `failure_path`.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'failure_path' and state <> 'not_applicable'
