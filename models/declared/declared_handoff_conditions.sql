with
    conditions as (select * from {{ source('declared', 'handoff_conditions') }}),

    handoffs as (select * from {{ source('declared', 'handoffs') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            conditions.handoff_id,
            cast(conditions.condition_number as bigint) as condition_number,
            conditions.header,
            headers.column_name,
            headers.value_position,
            conditions.operator,
            conditions.value,
            conditions.declared_in
        from conditions
        inner join handoffs on conditions.handoff_id = handoffs.handoff_id
        left join
            headers
            on handoffs.from_system = headers.system
            and handoffs.from_object = headers.object
            and conditions.header = headers.header
    )

select *
from final
