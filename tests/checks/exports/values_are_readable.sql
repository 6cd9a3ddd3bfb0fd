{{ check(
    claim='Every time and every amount of an export can be read.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['0-26', '2-088'],
    remedy='Look at the named row: correct the value at its source, or move text to a text field.',
) }}

select
    column_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_unreadable as is_violation
from {{ ref('audit_exports__columns') }}
where kind in ('time', 'number')
