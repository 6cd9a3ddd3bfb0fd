{{ check(
    claim='A person who refused e-mail on one record has refused it on all.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='compliance', cause='tool',
    items=['2-083', '2-115'],
    remedy='Stop sends to these records today; a refusal holds for the person.',
    optional=['merges.loser_key', 'people.company_domain', 'people.merged_into_key'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_opt_out_missed', unless='opt_out_not_judged_because') }}
from {{ ref('audit_duplicates__people') }}
where is_live and is_of_record
