{{ check(
    claim='Every export, and every record in it, is read.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['0-08', '0-26'],
    remedy='Correct the named line or file at its source, and export it again.',
) }}

select
    line_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_unread as is_violation
from {{ ref('audit_exports__lines') }}
