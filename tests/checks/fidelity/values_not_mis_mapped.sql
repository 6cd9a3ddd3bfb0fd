{{ check(
    claim='A value lands in the field it was declared for.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-078', '2-194'],
    remedy='Correct the field mapping of the sync; push the records again.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_mis_mapped', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
