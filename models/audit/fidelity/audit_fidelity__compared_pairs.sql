-- Nearly all values are equal on both sides. A pair stores the numbers of its equal fields in
-- a list instead of one row per field: the rows would be the largest table of the audit.
with
    pairs as (select * from {{ ref('audit_matching__pairs') }} where not is_superseded),

    -- Fields that are added up are compared in audit_fidelity__sums.
    fields as (
        select *
        from {{ ref('audit_fidelity__declared_fields') }}
        where compare is distinct from 'sum'
    ),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    -- A field that cannot be compared has no position on either side, so it never differs.
    layouts as (
        select
            handoff_id,
            {{ list_ordered_by('field_number', 'field_number') }} as field_numbers,
            {{ list_ordered_by('case when is_comparable then source_position end', 'field_number') }}
            as source_positions,
            {{ list_ordered_by('case when is_comparable then target_position end', 'field_number') }}
            as target_positions,
            {{ list_ordered_by('is_comparable and may_differ_as_same_text', 'field_number') }}
            as may_differ_as_same_text
        from fields
        group by handoff_id
    ),

    compared as (
        select
            pairs.handoff_id,
            pairs.source_record_key,
            pairs.target_record_key,
            layouts.field_numbers,
            layouts.source_positions,
            layouts.target_positions,
            sources.column_values as source_values,
            targets.column_values as target_values,
            {{ changed_positions(
            'sources.column_values', 'layouts.source_positions',
            'targets.column_values', 'layouts.target_positions',
            'layouts.may_differ_as_same_text'
        ) }} as other_places
        from pairs
        inner join layouts on pairs.handoff_id = layouts.handoff_id
        inner join record_values as sources on pairs.source_record_key = sources.entity_key
        inner join record_values as targets on pairs.target_record_key = targets.entity_key
    ),

    numbered as (
        select
            compared.*,
            {{ elements_at('field_numbers', 'other_places') }} as other_fields,
            {{ elements_at('source_positions', 'other_places') }} as other_source_positions,
            {{ elements_at('target_positions', 'other_places') }} as other_target_positions
        from compared
    ),

    final as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            {{ list_without('field_numbers', 'other_fields') }} as settled_fields,
            other_fields,
            {{ elements_at('source_values', 'other_source_positions') }} as other_source_values,
            {{ elements_at('target_values', 'other_target_positions') }} as other_target_values
        from numbered
    )

select *
from final
