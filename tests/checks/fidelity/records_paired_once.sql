{{ check(
    claim='A record has one counterpart in the next system, not several.',
    owner='revops', severity='high', effort='m', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-12', '1-33', '2-187'],
    remedy='Merge the counterparts; let the handoff update by id instead of creating.',
) }}

select
    handoff_id || '/' || source_record_key as record_id, handoff_id, is_paired_twice as is_violation
from {{ ref('audit_fidelity__records') }}
where has_target and cardinality not in ('one_to_many', 'many_to_many')
