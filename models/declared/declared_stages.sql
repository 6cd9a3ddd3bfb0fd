with
    source as (select * from {{ source('declared', 'stages') }}),

    final as (
        select
            stage,
            name,
            cast(stage_order as bigint) as stage_order,
            meaning,
            cast(is_accepted as boolean) as is_accepted,
            declared_in
        from source
    )

select *
from final
