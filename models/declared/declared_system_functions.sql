with
    source as (select * from {{ source('declared', 'system_functions') }}),

    final as (select system, function, declared_in from source)

select *
from final
