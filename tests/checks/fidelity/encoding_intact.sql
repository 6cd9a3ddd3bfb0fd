{{ check(
    claim='Letters outside ASCII survive the handoff.',
    owner='marketing_ops', severity='medium', effort='s', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-088'],
    remedy='Send and read UTF-8 at both ends; push the records again.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_encoding_damaged', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
