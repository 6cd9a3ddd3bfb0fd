{{ check(
    claim='No lead waits in a queue without an owner.',
    owner='sales_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='lost_lead', cause='ownership',
    items=['2-126', '2-197', '2-196'],
    remedy='Declare the queue as a pool with an owner, or move its leads to one that has an owner.',
) }}

select
    person_key as record_id,
    handoff_id,
    is_queue_unowned as is_violation,
    queue_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
