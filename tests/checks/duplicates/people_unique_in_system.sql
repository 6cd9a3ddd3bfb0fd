{{ check(
    claim='A person has one live record in each object of a system.',
    owner='revops', severity='high', effort='m', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['0-09', '1-10', '1-11', '2-072', '2-098', '2-103'],
    remedy='Merge into the survivor; add the evidence to the duplicate rule.',
    optional=['merges.loser_key', 'people.company_domain', 'people.merged_into_key'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_duplicate', unless='identity_not_judged_because') }}
from {{ ref('audit_duplicates__people') }}
where is_live and is_of_record
