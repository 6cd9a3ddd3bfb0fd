{{ check(
    claim='Records of one person have one owner.',
    owner='sales_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-100'],
    remedy='Give it to the owner of the survivor until the two are merged.',
    optional=['merges.loser_key', 'people.company_domain', 'people.merged_into_key'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_owner_split', unless='owner_not_judged_because') }}
from {{ ref('audit_duplicates__people') }}
where is_live and is_of_record and (owner_key is not null or survivor_owner_key is not null)
