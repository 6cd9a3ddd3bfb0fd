{{ check(
    claim='A value keeps the spelling that lists, rules and joins rely on.',
    owner='marketing_ops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-088', '0-21'],
    remedy='Agree on one spelling at the source, or declare the translation.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_format_broken', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where (is_comparable or not_judged_because is not null) and kind in ('text', 'picklist', 'id')
