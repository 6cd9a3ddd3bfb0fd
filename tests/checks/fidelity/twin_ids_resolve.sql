{{ check(
    claim='The id of a counterpart points to a record that exists.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-07', '2-098'],
    remedy='Clear the id, or point it to the record that survived a merge.',
) }}

select
    handoff_id || '/' || source_record_key as record_id,
    handoff_id,
    {{ verdict('is_dangling', unless='coalesce(unlinkable_because, not_judged_because)') }}
from {{ ref('audit_fidelity__records') }}
-- A record that is not due needs no counterpart.
where has_twin_id and (is_due or not_judged_because is not null)
