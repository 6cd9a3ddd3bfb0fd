-- Nearly every value of a night is simply the same on both sides. A pair keeps the numbers of those
-- fields, not a row for each: written out, they cost more than any other table.
with pairs as (
    select * from {{ ref('audit_fidelity__pairs') }}
    where not is_superseded
),

fields as (
    select * from {{ ref('audit_fidelity__declared_fields') }}
),

record_values as (
    select * from {{ ref('record_values') }}
),

layouts as (
    select
        handoff_id,
        {{ list_by('field_number', 'field_number') }} as field_numbers,
        {{ list_by('source_position', 'field_number') }} as source_positions,
        {{ list_by('target_position', 'field_number') }} as target_positions
    from fields
    where is_comparable
    group by handoff_id
),

compared as (
    select
        pairs.handoff_id,
        pairs.source_record_key,
        pairs.target_record_key,
        layouts.field_numbers,
        {{ equal_elements(
            'layouts.field_numbers',
            'sources.column_values', 'layouts.source_positions',
            'targets.column_values', 'layouts.target_positions'
        ) }} as equal_fields
    from pairs
    inner join record_values as sources on pairs.source_record_key = sources.entity_key
    inner join record_values as targets on pairs.target_record_key = targets.entity_key
    left join layouts on pairs.handoff_id = layouts.handoff_id
),

final as (
    select
        handoff_id,
        source_record_key,
        target_record_key,
        equal_fields,
        {{ list_without('field_numbers', 'equal_fields') }} as other_fields
    from compared
)

select * from final
