{{ check(
    claim='Every token is kept in a known and closed place.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-38', '1-40'],
    remedy='Renew the token, keep it in a secret store and declare the place under `kept_in`.',
) }}

select
    token as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_kept_openly as is_violation
from {{ ref('audit_contracts__tokens') }}
