with
    conditions as (select * from {{ source('declared', 'sum_conditions') }}),

    sides as (select * from {{ source('declared', 'sum_sides') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            conditions.sum_id,
            conditions.side,
            sides.system,
            sides.object,
            cast(conditions.condition_number as bigint) as condition_number,
            conditions.header,
            headers.value_position,
            conditions.operator,
            conditions.value,
            conditions.declared_in
        from conditions
        inner join sides on conditions.sum_id = sides.sum_id and conditions.side = sides.side
        left join
            headers
            on sides.system = headers.system
            and sides.object = headers.object
            and conditions.header = headers.header
    )

select *
from final
