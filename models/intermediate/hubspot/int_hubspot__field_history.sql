{{ config(materialized='table') }}
-- Each row of the property history is a value and its time; the old value is the value of the
-- row before.
with
    history as (
        select * from {{ ref('stg_hubspot__property_history') }} where record_id is not null
    ),

    column_names as (select * from {{ ref('int_header_columns') }} where vendor = 'hubspot'),

    owners as (select * from {{ ref('int_hubspot__owners') }} where user_id is not null),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    label_map as (select * from {{ ref('int_hubspot__label_map') }}),

    named as (
        select
            history.system,
            history.object,
            history.record_id,
            coalesce(column_names.column_name, lower(history.property_name)) as column_name,
            coalesce(
                case
                    when
                        lower(history.property_name)
                        in ('hubspot_owner_id', 'contact owner', 'company owner', 'deal owner')
                    then owner_names.record_id
                end,
                history.property_value
            ) as new_value,
            history.changed_at,
            history.source_type as change_source,
            concat_ws(
                ' ',
                history.source_type,
                coalesce(history.source_label, history.updated_by, history.source_id)
            ) as changed_by,
            coalesce(
                history.updated_by_user_id,
                case when history.source_id like 'userId:%' then substr(history.source_id, 8) end
            ) as user_id,
            history.source_file,
            history.source_row
        from history
        left join
            column_names
            on history.system = column_names.system
            and history.object = column_names.object
            and lower(trim(history.property_name)) = column_names.header_text
        left join
            owner_names
            on history.system = owner_names.system
            and lower(trim(history.property_value)) = owner_names.name_or_email
    ),

    with_labels as (
        select
            named.system,
            named.object,
            named.record_id,
            named.column_name,
            coalesce(label_map.held_value, named.new_value) as new_value,
            named.changed_at,
            named.change_source,
            named.changed_by,
            named.user_id,
            named.source_file,
            named.source_row
        from named
        left join
            label_map
            on named.system = label_map.system
            and named.object = label_map.object
            and named.column_name = label_map.column_name
            and {{ normalise_stage('named.new_value') }} = label_map.value_text
    ),

    compared as (
        select
            with_labels.*,
            lag(new_value) over earlier as old_value,
            row_number() over earlier as place
        from with_labels
        window
            earlier as (
                partition by system, object, record_id, column_name
                order by changed_at nulls first, source_file, source_row
            )
    ),

    final as (
        select
            compared.system,
            compared.object,
            compared.record_id,
            {{ record_key('compared.system', 'compared.object', 'compared.record_id') }}
            as entity_key,
            compared.source_file || '-' || compared.source_row as change_id,
            compared.column_name,
            compared.old_value,
            compared.new_value,
            compared.place = 1 as is_first,
            compared.changed_at,
            compared.change_source,
            compared.changed_by,
            {{ record_key('compared.system', "'owner'", 'owners.record_id') }} as changed_by_key,
            compared.source_file,
            compared.source_row
        from compared
        left join owners on compared.system = owners.system and compared.user_id = owners.user_id
        where compared.place = 1 or compared.old_value is distinct from compared.new_value
    )

select *
from final
