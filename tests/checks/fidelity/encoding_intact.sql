{{ check(
    claim='Letters outside ASCII survive the handoff.',
    owner='marketing_ops', severity='medium', effort='s', reversible=false, tolerance=0,
    items=['2-088'],
    remedy='Send and read UTF-8 at both ends; push the records again.',
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    is_encoding_damaged as is_violation
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable
