with
    source as (select * from {{ source('declared', 'routing_pools') }}),

    final as (select routing_id, pool, kind, member, declared_in from source)

select *
from final
