with
    source as (select * from {{ source('declared', 'rules') }}),

    final as (
        select
            rule_id,
            name,
            system,
            object,
            owner,
            kind,
            operator,
            cast(tolerance as decimal(18, 4)) as tolerance,
            declared_in
        from source
    )

select *
from final
