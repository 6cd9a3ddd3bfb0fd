{{ check(
    claim='A handoff that moves only changes reads from a system that can list them.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='architecture',
    items=['1-23'],
    remedy='Pull all records and compare them, or switch change tracking on in the source.',
) }}

select
    load_key as record_id,
    handoff_id,
    not is_pull_possible as is_violation,
    pull_not_judged_because as not_judged_because
from {{ ref('audit_feasibility__loads') }}
where side = 'source' and pull = 'changes' and is_declared_pull
