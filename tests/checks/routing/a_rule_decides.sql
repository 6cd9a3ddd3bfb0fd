{{ check(
    claim='The declared rules decide every lead whose routing fields are filled.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-122', '2-129', '2-196'],
    remedy='Add a rule for the listed combinations, or a last rule without conditions.',
    optional=['field_changes.changed_at', 'field_changes.entity_key', 'field_changes.old_value'],
) }}

select
    person_key as record_id,
    handoff_id,
    {{ verdict('is_no_rule', unless='rule_not_judged_because') }}
from {{ ref('audit_routing__leads') }}
where is_decidable or rule_not_judged_because is not null
