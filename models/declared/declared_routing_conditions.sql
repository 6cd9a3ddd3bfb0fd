with
    conditions as (select * from {{ source('declared', 'routing_conditions') }}),

    routings as (select * from {{ source('declared', 'routings') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            conditions.routing_id,
            conditions.rule,
            cast(conditions.condition_number as bigint) as condition_number,
            conditions.header,
            headers.column_name,
            headers.value_position,
            conditions.operator,
            conditions.value,
            conditions.declared_in
        from conditions
        inner join routings on conditions.routing_id = routings.routing_id
        left join
            headers
            on routings.system = headers.system
            and routings.object = headers.object
            and conditions.header = headers.header
    )

select *
from final
