with
    fields as (select * from {{ source('declared', 'handoff_fields') }}),

    handoffs as (select * from {{ source('declared', 'handoffs') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            fields.handoff_id,
            fields.field,
            fields.source_header,
            sources.column_name as source_column,
            sources.value_position as source_position,
            fields.target_header,
            targets.column_name as target_column,
            targets.value_position as target_position,
            fields.kind,
            fields.authority,
            cast(fields.max_length as bigint) as max_length,
            fields.default_value,
            cast(fields.is_routing_input as boolean) as is_routing_input,
            fields.source_means,
            fields.source_blank_means,
            fields.target_means,
            fields.target_blank_means,
            fields.compare,
            fields.corrected_by,
            fields.declared_in
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        left join
            headers as sources
            on handoffs.from_system = sources.system
            and handoffs.from_object = sources.object
            and fields.source_header = sources.header
        left join
            headers as targets
            on handoffs.to_system = targets.system
            and handoffs.to_object = targets.object
            and fields.target_header = targets.header
    )

select *
from final
