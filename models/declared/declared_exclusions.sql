with
    exclusions as (select * from {{ source('declared', 'exclusions') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            exclusions.system,
            exclusions.object,
            cast(exclusions.exclusion_number as bigint) as exclusion_number,
            exclusions.reason,
            cast(exclusions.condition_number as bigint) as condition_number,
            exclusions.header,
            headers.value_position,
            exclusions.operator,
            exclusions.value,
            exclusions.declared_in
        from exclusions
        left join
            headers
            on exclusions.system = headers.system
            and exclusions.object = headers.object
            and exclusions.header = headers.header
    )

select *
from final
