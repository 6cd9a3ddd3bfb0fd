{{ check(
    claim='No hop is stamped before the hop that causes it.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    items=['2-135', '1-23'],
    remedy='Check the time zones and the clocks of the two systems, and who can set these stamps.',
) }}

select
    journey_id as record_id,
    cast(null as string) as handoff_id,
    has_clock_contradiction as is_violation
from {{ ref('audit_lag__journeys') }}
