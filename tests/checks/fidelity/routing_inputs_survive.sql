{{ check(
    claim='Fields that decide the owner of a lead survive every handoff.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-079', '2-080', '2-194', '2-088'],
    remedy='Repair these fields first: every lead that follows is routed by them.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_routing_input_lost', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where (is_comparable or not_judged_because is not null) and is_routing_input
