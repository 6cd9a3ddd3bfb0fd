with
    source as (select * from {{ source('declared', 'limits') }}),

    final as (
        select
            check_id,
            handoff_id,
            cast(max_violations as bigint) as max_violations,
            cast(max_share as decimal(9, 6)) as max_share,
            declared_in
        from source
    )

select *
from final
