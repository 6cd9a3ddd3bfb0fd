with
    source as (select * from {{ source('declared', 'stages') }}),

    final as (
        select stage, name, cast(stage_order as bigint) as stage_order, meaning, declared_in
        from source
    )

select *
from final
