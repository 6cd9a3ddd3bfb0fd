{{ check(
    claim='The limits that the audit reckons with were compared with their source within a year.',
    owner='revops', severity='low', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['1-13', '1-14', '1-22'],
    remedy='Look the limit up at its source, and declare it with its date in limits of stack/.',
    optional=['as_of.as_of'],
) }}

select
    limit_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_stale as is_violation,
    not_judged_because
from {{ ref('audit_feasibility__limits') }}
where source is not null
