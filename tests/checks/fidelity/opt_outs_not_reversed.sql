{{ check(
    claim='An opt-out is never taken back by a system.',
    owner='marketing_ops', severity='high', effort='s', reversible=false, tolerance=0,
    harm='compliance', cause='tool',
    items=['2-083', '2-115'],
    remedy='Restore the opt-out of the listed people and stop the import or sync that cleared it.',
) }}

select
    person_key as record_id, handoff_id, {{ verdict('is_reversed', unless='not_judged_because') }}
from {{ ref('audit_fidelity__consent_changes') }}
where was_opted_out or not_judged_because is not null
