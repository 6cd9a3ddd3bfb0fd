with
    handoffs as (select * from {{ source('declared', 'handoffs') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            handoffs.handoff_id,
            handoffs.name,
            handoffs.from_system,
            handoffs.from_object,
            handoffs.to_system,
            handoffs.to_object,
            handoffs.hop,
            handoffs.trigger,
            handoffs.direction,
            handoffs.owner,
            handoffs.backup,
            handoffs.service_level,
            handoffs.failure_path,
            handoffs.match_basis,
            handoffs.source_match_header,
            handoffs.target_match_header,
            coalesce(handoffs.cardinality, 'one_to_one') as cardinality,
            handoffs.cardinality is not null as is_cardinality_declared,
            source_ids.column_name as source_match_column,
            target_ids.column_name as target_match_column,
            source_ids.value_position as source_match_position,
            target_ids.value_position as target_match_position,
            handoffs.customer_source_header,
            handoffs.customer_target_header,
            handoffs.billed_to_header,
            source_customers.value_position as customer_source_position,
            target_customers.value_position as customer_target_position,
            partners.value_position as billed_to_position,
            handoffs.declared_in
        from handoffs
        left join
            headers as source_ids
            on handoffs.from_system = source_ids.system
            and handoffs.from_object = source_ids.object
            and handoffs.source_match_header = source_ids.header
        left join
            headers as target_ids
            on handoffs.to_system = target_ids.system
            and handoffs.to_object = target_ids.object
            and handoffs.target_match_header = target_ids.header
        left join
            headers as source_customers
            on handoffs.from_system = source_customers.system
            and handoffs.from_object = source_customers.object
            and handoffs.customer_source_header = source_customers.header
        left join
            headers as target_customers
            on handoffs.to_system = target_customers.system
            and handoffs.to_object = target_customers.object
            and handoffs.customer_target_header = target_customers.header
        left join
            headers as partners
            on handoffs.from_system = partners.system
            and handoffs.from_object = partners.object
            and handoffs.billed_to_header = partners.header
    )

select *
from final
