-- What the first look settles: nearly every row of the ledger, so it is kept as thin as it can be.
with pairs as (
    select * from {{ ref('audit_fidelity__pairs') }}
),

fields as (
    select * from {{ ref('audit_fidelity__declared_fields') }}
),

record_values as (
    select * from {{ ref('record_values') }}
),

expanded as (
    select
        pairs.handoff_id,
        pairs.source_record_key,
        pairs.target_record_key,
        fields.field,
        fields.kind,
        fields.authority,
        fields.is_routing_input,
        fields.is_comparable,
        fields.has_source_history,
        fields.has_target_history,
        {{ value_at('sources.column_values', 'fields.source_position') }} as source_value,
        {{ value_at('targets.column_values', 'fields.target_position') }} as target_value
    from pairs
    inner join fields on pairs.handoff_id = fields.handoff_id
    inner join record_values as sources on pairs.source_record_key = sources.entity_key
    inner join record_values as targets on pairs.target_record_key = targets.entity_key
    where not pairs.is_superseded
),

final as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        field,
        kind,
        authority,
        is_routing_input,
        is_comparable,
        has_source_history,
        has_target_history,
        source_value,
        -- Written only where it is another: twenty million copies are a gigabyte.
        case when not is_comparable then target_value end as other_target_value
    from expanded
    where not is_comparable or source_value is not distinct from target_value
)

select * from final
