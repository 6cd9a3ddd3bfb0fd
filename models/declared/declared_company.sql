with
    source as (select * from {{ source('declared', 'company') }}),

    final as (select name, currency, cast(as_of as timestamp) as as_of, declared_in from source)

select *
from final
