-- Nearly all values are equal on both sides. A pair stores the numbers of its equal fields in
-- a list instead of one row per field: the rows would be the largest table of the audit.
with
    -- A record that is not due belongs to another handoff, or to none.
    pairs as (
        select *
        from {{ ref('audit_matching__pairs') }}
        -- null means nobody knows whether it is due.
        where not is_superseded and coalesce(is_due, true)
    ),

    -- Fields that are added up are compared in audit_fidelity__sums.
    fields as (
        select *
        from {{ ref('audit_fidelity__declared_fields') }}
        where compare is distinct from 'sum'
    ),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    people as {{ not_materialized() }} (select * from {{ ref('people') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    -- A record that was converted has the columns of another object.
    placed_fields as (
        select
            fields.handoff_id,
            handoffs.to_object as target_object,
            fields.field_number,
            fields.is_comparable,
            false as is_unplaced,
            false as is_frozen,
            fields.may_differ_as_same_text,
            fields.source_position,
            fields.target_position
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        union all
        select
            fields.handoff_id,
            others.object as target_object,
            fields.field_number,
            fields.is_comparable and columns.value_position is not null as is_comparable,
            columns.value_position is null as is_unplaced,
            false as is_frozen,
            fields.may_differ_as_same_text,
            fields.source_position,
            columns.value_position as target_position
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        inner join
            (select distinct system, object from columns) as others
            on handoffs.to_system = others.system
            and handoffs.to_object <> others.object
        left join
            columns
            on others.system = columns.system
            and others.object = columns.object
            and fields.target_header = columns.header
    ),

    -- Where the new object lacks a column, the converted record still has the value it had at
    -- its conversion.
    frozen_fields as (
        select
            placed_fields.handoff_id,
            placed_fields.target_object,
            placed_fields.field_number,
            true as is_comparable,
            false as is_unplaced,
            true as is_frozen,
            fields.may_differ_as_same_text,
            fields.source_position,
            fields.target_position
        from placed_fields
        inner join fields on placed_fields.field_number = fields.field_number
        where placed_fields.is_unplaced and fields.is_comparable
    ),

    all_fields as (
        select *
        from placed_fields
        union all
        select *
        from frozen_fields
    ),

    -- A field that cannot be compared has no position on either side, so it never differs.
    layouts as (
        select
            handoff_id,
            target_object,
            is_frozen,
            {{ list_ordered_by('field_number', 'field_number') }} as field_numbers,
            {{ list_ordered_by('case when is_comparable then source_position end', 'field_number') }}
            as source_positions,
            {{ list_ordered_by('case when is_comparable then target_position end', 'field_number') }}
            as target_positions,
            {{ list_ordered_by('is_comparable and may_differ_as_same_text', 'field_number') }}
            as may_differ_as_same_text,
            {{ list_ordered_by('case when is_unplaced then field_number end', 'field_number') }}
            as unplaced_fields
        from all_fields
        group by handoff_id, target_object, is_frozen
    ),

    -- Several records may have become one; then nothing says which of them the source went to.
    conversions as (
        select
            handoffs.handoff_id,
            successors.successor_key,
            successors.successor_object,
            min(successors.record_key) as converted_key
        from successors
        inner join people on successors.record_key = people.person_key
        inner join
            handoffs on people.system = handoffs.to_system and people.object = handoffs.to_object
        where people.is_converted
        group by handoffs.handoff_id, successors.successor_key, successors.successor_object
        having count(*) = 1
    ),

    versions as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            target_record_key as value_record_key,
            cast(null as {{ dbt.type_string() }}) as target_object,
            false as is_frozen
        from pairs
        union all
        select
            pairs.handoff_id,
            pairs.source_record_key,
            pairs.target_record_key,
            conversions.converted_key as value_record_key,
            conversions.successor_object as target_object,
            true as is_frozen
        from pairs
        inner join
            conversions
            on pairs.handoff_id = conversions.handoff_id
            and pairs.target_record_key = conversions.successor_key
    ),

    compared as (
        select
            versions.handoff_id,
            versions.source_record_key,
            versions.target_record_key,
            versions.value_record_key,
            versions.is_frozen,
            layouts.field_numbers,
            layouts.unplaced_fields as fields_without_column,
            case
                when conversions.converted_key is null or frozen_layouts.handoff_id is null
                then layouts.unplaced_fields
                else {{ list_without('layouts.unplaced_fields', 'frozen_layouts.field_numbers') }}
            end as unplaced_fields,
            layouts.source_positions,
            layouts.target_positions,
            sources.column_values as source_values,
            targets.column_values as target_values,
            {{ changed_positions(
            'sources.column_values', 'layouts.source_positions',
            'targets.column_values', 'layouts.target_positions',
            'layouts.may_differ_as_same_text'
        ) }} as other_places
        from versions
        inner join record_values as sources on versions.source_record_key = sources.entity_key
        inner join record_values as targets on versions.value_record_key = targets.entity_key
        inner join
            layouts
            on versions.handoff_id = layouts.handoff_id
            and coalesce(versions.target_object, targets.object) = layouts.target_object
            and versions.is_frozen = layouts.is_frozen
        left join
            conversions
            on versions.handoff_id = conversions.handoff_id
            and versions.target_record_key = conversions.successor_key
        left join
            layouts as frozen_layouts
            on layouts.handoff_id = frozen_layouts.handoff_id
            and layouts.target_object = frozen_layouts.target_object
            and frozen_layouts.is_frozen
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
            value_record_key,
            is_frozen,
            {{ list_without(list_without('field_numbers', 'other_fields'), 'fields_without_column') }}
            as settled_fields,
            unplaced_fields,
            other_fields,
            {{ elements_at('source_values', 'other_source_positions') }} as other_source_values,
            {{ elements_at('target_values', 'other_target_positions') }} as other_target_values
        from numbered
    )

select *
from final
