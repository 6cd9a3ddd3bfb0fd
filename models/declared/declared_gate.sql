with
    source as (select * from {{ source('declared', 'gate') }}),

    final as (select cast(error_level as decimal(9, 6)) as error_level, declared_in from source)

select *
from final
