{{ check(
    claim='The target has no value that its authority lacks.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    items=['2-094', '2-097'],
    remedy='Find what writes the field; let it fill only what the authority leaves to it.',
    optional=['field_changes.changed_at'],
) }}

select
    handoff_id || '/' || source_record_key || '/' || field as record_id,
    handoff_id,
    is_invented as is_violation
from {{ ref('audit_fidelity__verdicts') }}
where is_comparable and authority = 'source'
