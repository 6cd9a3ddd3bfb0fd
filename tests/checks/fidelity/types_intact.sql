{{ check(
    claim='No step reads a value as another type.',
    owner='revops', severity='high', effort='s', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-088'],
    remedy='Keep ids and postal codes as text in every step; agree on one date format.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_type_damaged', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
