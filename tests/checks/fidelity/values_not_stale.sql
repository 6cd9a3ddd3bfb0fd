{{ check(
    claim='A later change of a value reaches the other side.',
    owner='marketing_ops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-110', '2-188'],
    remedy='Sync on every change of the field, not only on creation; push again.',
    optional=['merges.loser_key', 'merges.winner_key', 'people.converted_person_key',
        'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_stale', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where
    (is_comparable or not_judged_because is not null)
    -- Without a history of the field the order of the values is unknown.
    and has_source_history
