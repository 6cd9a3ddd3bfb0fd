{{ check(
    claim='No handoff depends on one person alone.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='ownership',
    items=['1-42'],
    remedy='Share the handoffs between two people, and let the backup run each of them once.',
) }}

select
    person as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_single_keeper as is_violation
from {{ ref('audit_contracts__keepers') }}
