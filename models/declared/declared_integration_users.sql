with
    source as (select * from {{ source('declared', 'integration_users') }}),

    final as (select system, trim("user") as user_text, declared_in from source)

select *
from final
