{{ check(
    claim='One side is right for every field that both sides may change.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='architecture',
    items=['2-107'],
    remedy='Decide which side is right and declare `authority` of the field.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'source_of_truth' and state <> 'not_applicable'
