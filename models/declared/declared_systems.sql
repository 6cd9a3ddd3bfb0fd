with
    source as (select * from {{ source('declared', 'systems') }}),

    final as (
        select
            system,
            name,
            vendor,
            role,
            time_zone,
            date_order,
            decimal_mark,
            {{ split_unit_separated('null_tokens') }} as null_tokens,
            cast(resolution_seconds as bigint) as resolution_seconds,
            owner,
            record_url,
            declared_in
        from source
    )

select *
from final
