with
    sides as (select * from {{ source('declared', 'sum_sides') }}),

    sums as (select * from {{ source('declared', 'sums') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            sides.sum_id,
            sums.name,
            sums.owner,
            cast(sums.tolerance as decimal(18, 4)) as tolerance,
            sides.side,
            sides.system,
            sides.object,
            sides.key_header,
            keys.column_name as key_column,
            keys.value_position as key_position,
            sides.amount_header,
            amounts.column_name as amount_column,
            amounts.value_position as amount_position,
            sides.declared_in
        from sides
        inner join sums on sides.sum_id = sums.sum_id
        left join
            headers as keys
            on sides.system = keys.system
            and sides.object = keys.object
            and sides.key_header = keys.header
        left join
            headers as amounts
            on sides.system = amounts.system
            and sides.object = amounts.object
            and sides.amount_header = amounts.header
    )

select *
from final
