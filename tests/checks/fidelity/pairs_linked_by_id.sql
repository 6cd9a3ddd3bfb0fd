{{ check(
    claim='Two records of one person are joined by the declared id.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='architecture',
    items=['1-07', '2-219'],
    remedy='Write the id of the counterpart back to these records.',
) }}

select
    handoff_id || '/' || source_record_key as record_id,
    handoff_id,
    {{ verdict('is_unlinked', unless='unlinkable_because') }}
from {{ ref('audit_fidelity__records') }}
where has_target and match_basis = 'declared_id'
