with
    source as (select * from {{ source('declared', 'holidays') }}),

    final as (select calendar, cast(holiday_on as date) as holiday_on, declared_in from source)

select *
from final
