{{ check(
    claim='A won deal is invoiced within the declared time.',
    owner='finance', severity='high', effort='m', reversible=true, tolerance=0.02,
    harm='lost_revenue', cause='process',
    items=['2-063'],
    remedy='Start the invoice when the deal is won, and list the won deals without one every day.',
    optional=['opportunities.is_won', 'people.created_at', 'record_values.column_values',
        'record_values.entity_key', 'submissions.submitted_at'],
) }}

select
    handoff_id || '/' || opportunity_key as record_id,
    handoff_id,
    case
        when verdict <> 'not_computable' then verdict in ('breached', 'waiting_breached')
    end as is_violation,
    not_judged_because,
    evidence_grade
from {{ ref('audit_lag__invoices') }}
where verdict in ('met', 'breached', 'waiting_breached', 'not_computable')
