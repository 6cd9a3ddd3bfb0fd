with
    source as (select * from {{ source('declared', 'keys') }}),

    final as (
        select key, value, cast(is_unconfirmed as boolean) as is_unconfirmed, declared_in
        from source
    )

select *
from final
