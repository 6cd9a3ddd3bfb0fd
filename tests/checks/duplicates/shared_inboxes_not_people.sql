{{ check(
    claim='A record of a person has the address of a person.',
    owner='marketing_ops', severity='low', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-105'],
    remedy='Ask for a personal address; keep desks out of scoring and routing.',
    optional=['merges.loser_key', 'people.merged_into_key'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_shared_inbox as is_violation
from {{ ref('audit_duplicates__people') }}
where is_live and is_of_record and not is_payer
