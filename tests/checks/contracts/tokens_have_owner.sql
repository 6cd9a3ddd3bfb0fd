{{ check(
    claim='Every token has a person who renews it.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='ownership',
    items=['1-39'],
    remedy='Name the person under `owner` of the token.',
) }}

select
    token as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_unowned as is_violation
from {{ ref('audit_contracts__tokens') }}
