{{ check(
    claim='A person who refused e-mail in the source has refused it in the target.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    items=['2-083', '2-115'],
    remedy='Stop sends to these people today; let the refusal win in both directions.',
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    is_opt_out_lost as is_violation
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable and kind = 'consent'
