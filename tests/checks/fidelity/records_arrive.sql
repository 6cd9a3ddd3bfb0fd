{{ check(
    claim='Every record that is due in the next system is there.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='lost_lead', cause='tool',
    items=['0-08', '1-21', '1-34', '2-215'],
    remedy='Read the sync errors of these records, repair the cause, push them again.',
    optional=['as_of.as_of', 'invoices.issued_at', 'opportunities.amount',
        'opportunities.won_at', 'people.created_at', 'submissions.submitted_at'],
) }}

select
    handoff_id || '/' || source_record_key as record_id,
    handoff_id,
    is_missing as is_violation,
    not_judged_because
from {{ ref('audit_fidelity__records') }}
-- A record that is still within the promised or the usual time is not missing yet.
where (is_due and not is_awaited) or not_judged_because is not null
