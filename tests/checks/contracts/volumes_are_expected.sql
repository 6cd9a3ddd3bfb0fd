{{ check(
    claim='The usual volume of every handoff is known.',
    owner='revops', severity='low', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-34'],
    remedy='Declare the records of a usual day under `expected`, so that silence is noticed.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'expected_volume' and state <> 'not_applicable'
