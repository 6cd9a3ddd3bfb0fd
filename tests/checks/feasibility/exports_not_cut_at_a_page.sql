{{ check(
    claim='No export ends exactly where a page of the API ends.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-22'],
    remedy='Export again over all pages, and compare the number of records with the system.',
) }}

select
    page_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_cut as is_violation,
    not_judged_because
from {{ ref('audit_feasibility__pages') }}
