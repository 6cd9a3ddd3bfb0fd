{{ check(
    claim='Every column of an export uses one decimal mark.',
    owner='finance', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['0-26', '2-088'],
    remedy='Export numbers without thousands; else declare decimal_mark of the system in stack/.',
) }}

select
    column_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_undecided as is_violation
from {{ ref('audit_exports__columns') }}
where kind = 'number'
