with
    source as (select * from {{ source('declared', 'contract_fields') }}),

    final as (select handoff_id, source_header, kind, authority, declared_in from source)

select *
from final
