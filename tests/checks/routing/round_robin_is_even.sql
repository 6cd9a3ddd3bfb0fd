{{ check(
    claim='Leads that arrive together are spread over the members of their pool.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-121', '2-216'],
    remedy='Let the round robin count within one insert, or insert in smaller batches.',
    optional=['owners.owner_key', 'people.created_by_key', 'touches.owner_key'],
) }}

select person_key as record_id, handoff_id, is_uneven_burst as is_violation, evidence_grade
from {{ ref('audit_routing__leads') }}
where is_round_robin
