{{ check(
    claim='A link to a company leads to a company that exists.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-08', '2-219'],
    remedy='Point it to the company that survived, or export the missing ones.',
    optional=['companies.is_deleted', 'people.person_key'],
) }}

select
    record_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_dangling', unless='not_judged_because') }}
from {{ ref('audit_duplicates__company_links') }}
