{{ check(
    claim='A company has one live record in a system.',
    owner='revops', severity='medium', effort='m', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-08', '1-10', '1-11'],
    remedy='Merge into the survivor, or set the parent when they are two.',
    optional=['companies.is_deleted', 'companies.merged_into_key', 'merges.loser_key'],
) }}

select
    company_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    {{ verdict('is_duplicate', unless='identity_not_judged_because') }}
from {{ ref('audit_duplicates__companies') }}
where is_live and is_of_record
