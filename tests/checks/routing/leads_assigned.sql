{{ check(
    claim='Every lead has an owner.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='lost_lead', cause='ownership',
    items=['2-073', '2-129', '2-196'],
    remedy='Assign the listed leads and add a last rule that sends whatever is left to a named '
        ~ 'queue.',
    optional=['owners.owner_key', 'people.created_by_key', 'touches.owner_key'],
) }}

select person_key as record_id, handoff_id, is_unassigned as is_violation
from {{ ref('audit_routing__leads') }}
