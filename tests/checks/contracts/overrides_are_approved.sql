{{ check(
    claim='A person who overrides the routing has a documented approval.',
    owner='sales_ops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['2-058'],
    remedy='Name who approves and where the rule is written under `approval` of the handoff.',
) }}

select handoff_id as record_id, handoff_id, is_violation
from {{ ref('audit_contracts__demands') }}
where demand = 'override_approval' and state <> 'not_applicable'
