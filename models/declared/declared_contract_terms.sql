with
    source as (select * from {{ source('declared', 'contract_terms') }}),

    final as (select handoff_id, term, value, declared_in from source)

select *
from final
