with
    source as (select * from {{ source('declared', 'unconfirmed') }}),

    final as (select system, object, handoff_id, declared_in from source)

select *
from final
