{{ check(
    claim='A value that reached the target is not replaced by another.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-087', '2-093', '2-109'],
    remedy='Name one authority for the field; take write access from all others.',
    optional=['merges.loser_key', 'merges.winner_key', 'people.converted_person_key',
        'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_overwritten', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where
    (is_comparable or not_judged_because is not null)
    -- Without a history of the field the order of the values is unknown.
    and has_target_history
