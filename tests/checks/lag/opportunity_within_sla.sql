{{ check(
    claim='An opportunity is opened within the declared time.',
    owner='sales_ops', severity='medium', effort='l', reversible=true, tolerance=0.1,
    items=['2-145'],
    remedy='Agree when a lead becomes an opportunity and check the listed ones against it.',
) }}

select
    journey_id as record_id,
    opportunity_handoff_id as handoff_id,
    opportunity_verdict = 'breached' as is_violation
from {{ ref('audit_lag__journeys') }}
where opportunity_verdict in ('met', 'breached')
