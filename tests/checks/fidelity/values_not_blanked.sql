{{ check(
    claim='A value that leaves the source reaches the target.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-086', '1-21'],
    remedy='Map the field, let the integration user write it, push the records again.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_blank', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
