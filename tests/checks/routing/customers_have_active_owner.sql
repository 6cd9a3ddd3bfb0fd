{{ check(
    claim='Every customer account is owned by an active user.',
    owner='sales_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='lost_revenue', cause='ownership',
    items=['2-121', '0-13'],
    remedy='Give the listed accounts to an active owner.',
) }}

select
    company_key as record_id,
    handoff_id,
    is_without_active_owner as is_violation,
    not_judged_because
from {{ ref('audit_routing__accounts') }}
