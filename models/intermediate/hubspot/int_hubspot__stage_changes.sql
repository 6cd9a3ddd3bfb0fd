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

    moves as (
        select
            field_history.entity_key || '/' || field_history.change_id as stage_change_key,
            field_history.system,
            field_history.object,
            field_history.entity_key,
            field_history.column_name,
            field_history.old_value as from_value,
            field_history.new_value as to_value,
            field_history.changed_at,
            field_history.changed_by_key,
            'history' as basis,
            field_history.source_file,
            field_history.source_row
        from field_history
        inner join
            stage_columns
            on field_history.system = stage_columns.system
            and field_history.object = stage_columns.object
            and field_history.column_name = stage_columns.column_name
        where field_history.new_value is not null
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
