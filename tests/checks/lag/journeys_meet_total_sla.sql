{{ check(
    claim='Where every hop is in time, the whole way is in time too.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    items=['2-164'],
    remedy='Shorten the promises of the hops until their sum fits into the total, or promise '
        ~ 'what the sum allows.',
) }}

select
    journey_id as record_id,
    handoff_id,
    is_compounded as is_violation
from {{ ref('audit_lag__totals') }}
