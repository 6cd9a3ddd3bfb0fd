{{ check(
    claim='No handoff uses the key of an administrator.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-37'],
    remedy='Make a user of its own for the integration, with a role that has only what it needs.',
) }}

select
    token as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_admin_role', 'role_not_judged_because') }}
from {{ ref('audit_contracts__tokens') }}
