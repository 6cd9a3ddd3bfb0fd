{{ check(
    claim='Records pass through the lifecycle one stage at a time.',
    owner='sales_ops', severity='medium', effort='m', reversible=true, tolerance=0.02,
    harm='trust', cause='process',
    items=['2-136'],
    remedy='Agree which stages may be skipped, and enforce the others with a validation rule.',
) }}

select
    entity_key as record_id,
    cast(null as string) as handoff_id,
    has_skipped_stage as is_violation,
    case when has_skipped_stage is null then not_judged_because end as not_judged_because
from {{ ref('audit_lag__record_histories') }}
where has_skipped_stage is not null or not_judged_because is not null
