{{ check(
    claim='No two rules of the same order claim one lead for different pools.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-124', '2-057'],
    remedy='Give the tied rules different orders, or narrow the conditions until they no longer '
        ~ 'overlap.',
    optional=['field_changes.changed_at', 'field_changes.entity_key', 'field_changes.old_value'],
) }}

select
    person_key as record_id,
    handoff_id,
    {{ verdict('is_rule_conflict', unless='rule_not_judged_because') }}
from {{ ref('audit_routing__leads') }}
where is_decidable or rule_not_judged_because is not null
