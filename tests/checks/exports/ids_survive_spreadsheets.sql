{{ check(
    claim='No spreadsheet changed the ids of an export.',
    owner='revops', severity='high', effort='s', reversible=false, tolerance=0,
    harm='trust', cause='tool',
    items=['0-12', '2-072'],
    remedy='Export again and do not open the file in a spreadsheet; import columns of ids as text.',
) }}

select
    column_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_damaged as is_violation
from {{ ref('audit_exports__columns') }}
where kind = 'id'
