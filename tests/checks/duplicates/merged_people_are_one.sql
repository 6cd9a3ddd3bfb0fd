{{ check(
    claim='Only records of one person are merged.',
    owner='revops', severity='high', effort='l', reversible=false, tolerance=0,
    harm='hand_work', cause='architecture',
    items=['2-101', '2-102'],
    remedy='Restore the two records; take company and name out of the merge rule.',
    optional=['people.email_domain', 'people.first_name', 'people.last_name',
        'people.person_key'],
) }}

select
    loser_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_over_merge as is_violation,
    over_merge_not_judged_because as not_judged_because
from {{ ref('audit_duplicates__merged_people') }}
