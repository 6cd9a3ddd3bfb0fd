{{ check(
    claim='No token may do more than its handoffs need.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-36'],
    remedy='Take the permissions away that no handoff needs.',
) }}

select
    token as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('has_extra_scopes', 'scopes_not_judged_because') }}
from {{ ref('audit_contracts__tokens') }}
