{{ check(
    claim='A person who refused e-mail in the source has refused it in the target.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='compliance', cause='tool',
    items=['2-083', '2-115'],
    remedy='Stop sends to these people today; let the refusal win in both directions.',
    optional=['field_changes.changed_at', 'merges.loser_key', 'merges.winner_key',
        'people.converted_person_key', 'people.person_key', 'person_addresses.person_key'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    {{ verdict('is_opt_out_lost', unless='not_judged_because') }}
from {{ ref('audit_fidelity__verdicts') }}
where kind = 'consent' and (is_comparable or not_judged_because is not null)
