{{ check(
    claim='A placeholder never replaces a value of the source.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-086', '2-087'],
    remedy='Send the value or nothing: remove the placeholder from the sync.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_placeholder', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable or not_judged_because is not null
