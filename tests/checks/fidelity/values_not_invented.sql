{{ check(
    claim='The target has no value that its authority lacks.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-094', '2-097'],
    remedy='Find what writes the field; let it fill only what the authority leaves to it.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_invented', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where (is_comparable or not_judged_because is not null) and authority = 'source'
