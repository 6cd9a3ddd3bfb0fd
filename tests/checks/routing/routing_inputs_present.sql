{{ check(
    claim='Every lead has the fields that the choice of its pool depends on.',
    owner='marketing_ops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-051', '2-053', '2-123', '1-09'],
    remedy='Make the field mandatory on the form or enrich it before the lead is assigned.',
    optional=['field_changes.changed_at', 'field_changes.entity_key', 'field_changes.old_value'],
) }}

select
    person_key as record_id,
    handoff_id,
    {{ verdict('is_missing_input', unless='rule_not_judged_because') }}
from {{ ref('audit_routing__leads') }}
where is_decidable or rule_not_judged_because is not null
