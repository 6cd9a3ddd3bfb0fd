{{ check(
    claim='An id of an export names one person, company or document.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-07'],
    remedy='Compare the two rows in audit_exports__records; give the second record an id of its own.',
) }}

select
    record_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_contradicted as is_violation
from {{ ref('audit_exports__records') }}
