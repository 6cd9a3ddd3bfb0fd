with
    source as (select * from {{ source('declared', 'costs') }}),

    final as (
        select cost, cast(amount as decimal(18, 4)) as amount, currency, declared_in from source
    )

select *
from final
