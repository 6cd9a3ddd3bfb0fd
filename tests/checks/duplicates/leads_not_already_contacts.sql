{{ check(
    claim='A lead is not already a contact of the same system.',
    owner='sales_ops', severity='medium', effort='s', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-06', '2-072', '2-100'],
    remedy='Convert the lead into that contact; match new leads against contacts.',
    optional=['merges.loser_key', 'people.company_domain', 'people.merged_into_key'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_already_contact', unless='identity_not_judged_because') }}
from {{ ref('audit_duplicates__people') }}
where is_live and is_of_record and object = 'lead'
