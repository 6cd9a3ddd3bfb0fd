-- How each column of consent is read. A column that two handoffs read in two senses has none.
with
    fields as (select * from {{ ref('declared_handoff_fields') }} where kind = 'consent'),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    sides as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_column as column_name,
            fields.source_header as header,
            fields.source_means as means,
            fields.source_blank_means as blank_means
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        union all
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_column as column_name,
            fields.target_header as header,
            fields.target_means as means,
            fields.target_blank_means as blank_means
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
    ),

    final as (
        select
            system,
            object,
            column_name,
            min(header) as header,
            case when min(means) = max(means) then min(means) end as means,
            case when min(blank_means) = max(blank_means) then min(blank_means) end as blank_means
        from sides
        where column_name is not null
        group by system, object, column_name
    )

select *
from final
