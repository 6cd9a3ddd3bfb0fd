{{ check(
    claim='Days and months have one order in every column of an export.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['0-26', '2-088'],
    remedy='Export dates as ISO (2026-04-05); else declare date_order of the system in stack/.',
) }}

select
    column_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_undecided as is_violation
from {{ ref('audit_exports__columns') }}
where kind = 'time'
