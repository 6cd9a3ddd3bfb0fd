-- Reads stages from the property history. A record without a history has only date stamps
-- ("Became a Lead Date", "Date entered …"), which HubSpot overwrites when the record enters the
-- stage again.
{%- set stages = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer', 'evangelist', 'other'] %}

with
    field_history as (select * from {{ ref('int_hubspot__field_history') }}),

    stage_columns as (select * from {{ ref('int_stage_columns') }}),

    contacts as (select * from {{ ref('stg_hubspot__contact') }}),

    deal_stamps as (select * from {{ ref('int_hubspot__deal_stage_stamps') }}),

    label_map as (
        select *
        from {{ ref('int_hubspot__label_map') }}
        where column_name in ('lifecyclestage', 'dealstage')
    ),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select max(amount) as cleared_seconds from timing_limits where limit_name = 'stage_cleared'
    ),

    -- HubSpot moves a lifecycle stage back only after it was cleared: both rows are one move.
    stage_history as (
        select
            field_history.*,
            lag(field_history.new_value) over same_field as value_before,
            lag(field_history.old_value) over same_field as cleared_value,
            lag(field_history.changed_at) over same_field as cleared_at
        from field_history
        inner join
            stage_columns
            on field_history.system = stage_columns.system
            and field_history.object = stage_columns.object
            and field_history.column_name = stage_columns.column_name
        window
            same_field as (
                partition by field_history.entity_key, field_history.column_name
                order by
                    field_history.changed_at nulls first,
                    field_history.source_file,
                    field_history.source_row
            )
    ),

    joined_moves as (
        select
            stage_history.*,
            case
                when
                    stage_history.value_before is null
                    and {{ elapsed_seconds('stage_history.cleared_at', 'stage_history.changed_at') }}
                    <= limits.cleared_seconds
                then stage_history.cleared_value
                else stage_history.old_value
            end as from_value
        from stage_history
        cross join limits
    ),

    moves as (
        select
            joined_moves.entity_key || '/' || joined_moves.change_id as stage_change_key,
            joined_moves.system,
            joined_moves.object,
            joined_moves.entity_key,
            joined_moves.column_name,
            joined_moves.from_value,
            joined_moves.new_value as to_value,
            joined_moves.changed_at,
            joined_moves.changed_by_key,
            'history' as basis,
            joined_moves.source_file,
            joined_moves.source_row
        from joined_moves
        -- A value that was cleared and set again is no move.
        where
            joined_moves.new_value is not null
            and joined_moves.new_value is distinct from joined_moves.from_value
    ),

    with_history as (select distinct entity_key from moves),

    stamps as (
        {%- for stage in stages %}
            select
                system,
                'contact' as object,
                {{ record_key('system', "'contact'", 'record_id') }} as entity_key,
                'lifecyclestage' as column_name,
                '{{ stage }}' as to_value,
                {{ loop.index }} as stage_place,
                coalesce(
                    hs_v2_date_entered_{{ stage }}, hs_lifecyclestage_{{ stage }}_date
                ) as changed_at,
                source_file,
                source_row
            from contacts
            where
                coalesce(hs_v2_date_entered_{{ stage }}, hs_lifecyclestage_{{ stage }}_date)
                is not null
            union all
        {%- endfor %}
        select
            system,
            'deal' as object,
            {{ record_key('system', "'deal'", 'record_id') }} as entity_key,
            'dealstage' as column_name,
            to_value,
            stage_place,
            changed_at,
            source_file,
            source_row
        from deal_stamps
    ),

    with_labels as (
        select
            stamps.system,
            stamps.object,
            stamps.entity_key,
            stamps.column_name,
            coalesce(label_map.held_value, stamps.to_value) as to_value,
            stamps.stage_place,
            stamps.changed_at,
            stamps.source_file,
            stamps.source_row
        from stamps
        left join
            label_map
            on stamps.system = label_map.system
            and stamps.object = label_map.object
            and {{ normalise_stage('stamps.to_value') }} = label_map.value_text
    ),

    final as (
        select
            stage_change_key,
            system,
            object,
            entity_key,
            column_name,
            from_value,
            to_value,
            changed_at,
            changed_by_key,
            basis,
            source_file,
            source_row
        from moves
        union all
        select
            with_labels.entity_key || '/' || with_labels.to_value as stage_change_key,
            with_labels.system,
            with_labels.object,
            with_labels.entity_key,
            with_labels.column_name,
            lag(with_labels.to_value) over (
                partition by with_labels.entity_key
                order by with_labels.changed_at, with_labels.stage_place, with_labels.to_value
            ) as from_value,
            with_labels.to_value,
            with_labels.changed_at,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            'date_stamp' as basis,
            with_labels.source_file,
            with_labels.source_row
        from with_labels
        left join with_history on with_labels.entity_key = with_history.entity_key
        where with_history.entity_key is null
    )

select *
from final
