{{ check(
    claim='A merged record leads to one that exists.',
    owner='revops', severity='medium', effort='m', reversible=false, tolerance=0,
    harm='hand_work', cause='tool',
    items=['2-098', '0-08'],
    remedy='Export merges and deletes; point the loser to the record that is left.',
    optional=['companies.company_key', 'companies.is_deleted', 'companies.merged_into_key',
        'people.merged_into_key'],
) }}

select
    loser_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_unresolved as is_violation
from {{ ref('audit_matching__merges') }}
