{{ check(
    claim='No token expires soon.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-41'],
    remedy='Renew the token and declare the new date.',
    optional=['as_of.as_of'],
) }}

select
    token as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_expiring', 'expiry_not_judged_because') }}
from {{ ref('audit_contracts__tokens') }}
