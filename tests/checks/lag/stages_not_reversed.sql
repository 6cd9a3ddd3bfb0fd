{{ check(
    claim='No record moves back in the lifecycle except by being recycled.',
    owner='marketing_ops', severity='medium', effort='m', reversible=true, tolerance=0.02,
    harm='trust', cause='process',
    items=['2-136', '2-069'],
    remedy='Let only the recycling process lower a stage, and name who can roll a wrong one back.',
) }}

select
    entity_key as record_id,
    cast(null as string) as handoff_id,
    has_reversed_stage as is_violation,
    case when has_reversed_stage is null then not_judged_because end as not_judged_because
from {{ ref('audit_lag__record_histories') }}
where has_reversed_stage is not null or not_judged_because is not null
