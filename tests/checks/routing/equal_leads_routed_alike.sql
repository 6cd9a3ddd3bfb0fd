{{ check(
    claim='Leads with the same routing fields go to the same pool.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-216'],
    remedy='Find what else decided the listed leads: a hand assignment, a rule outside the '
        ~ 'declared ones, or a field filled late.',
    optional=['field_changes.changed_at', 'field_changes.entity_key', 'field_changes.old_value',
        'owners.owner_key', 'people.created_by_key', 'touches.owner_key'],
) }}

select person_key as record_id, handoff_id, is_unlike_equals as is_violation, evidence_grade
from {{ ref('audit_routing__leads') }}
where equal_lead_count >= 2
