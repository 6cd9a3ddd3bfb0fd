with
    source as (select * from {{ source('declared', 'token_uses') }}),

    final as (select token, handoff_id, declared_in from source)

select *
from final
