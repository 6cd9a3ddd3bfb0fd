{{ check(
    claim='Two tables have the same sum for every key.',
    owner='finance', severity='high', effort='m', reversible=true, tolerance=0,
    harm='lost_revenue', cause='process',
    items=['0-14', '2-147'],
    remedy='Find the record that one side lacks or has twice.',
    optional=['file_columns.read_as', 'invoices.currency', 'invoices.kind', 'invoices.status',
        'opportunities.currency', 'payments.currency', 'payments.kind', 'payments.status'],
) }}

select
    sum_id || '/' || sum_key || '/' || record_key as record_id,
    sum_id as handoff_id,
    is_different as is_violation,
    not_judged_because
from {{ ref('audit_fidelity__table_sums') }}
