with
    source as (select * from {{ source('raw_mapped', 'field_changes') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'field_changes'
    ),

    person_systems as (select * from {{ ref('declared_systems') }}),

    header_columns as (select * from {{ ref('int_header_columns') }}),

    editors as (select * from {{ ref('int_owner_lookup') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    changes as (
        select
            coalesce(source.entity_system, source._system) as system,
            {{ mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object') }}
            as object,
            {{ mapped_id_of('entity_record_id', 'person_systems.vendor') }} as record_id,
            {{ record_key('coalesce(source.entity_system, source._system)',
            mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object'),
            mapped_id_of('entity_record_id', 'person_systems.vendor')) }}
            as entity_key,
            source._file || '-' || source._row as change_id,
            lower({{ null_token('source.column_name') }}) as column_name,
            {{ null_token('source.old_value') }} as old_value,
            {{ null_token('source.new_value') }} as new_value,
            {{ time_of('changed_at') }} as changed_at,
            {{ null_token('source.changed_by') }} as change_source,
            {{ null_token('source.changed_by') }} as changed_by,
            {{ record_key('source._system', "'owner'", 'coalesce(' ~ id_of('changed_by_record_id') ~ ', editors.record_id)') }}
            as changed_by_key,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            person_systems on coalesce(source.entity_system, source._system) = person_systems.system
        left join
            known_people
            on coalesce(source.entity_system, source._system) = known_people.system
            and source.entity_record_id = known_people.record_id
        left join
            editors
            on source._system = editors.system
            and lower(trim(source.changed_by)) = editors.name_or_email
        where source.entity_record_id is not null
    ),

    -- A header of two columns names none of them.
    column_names as (
        select system, object, header_text, min(column_name) as column_name
        from header_columns
        group by system, object, header_text
        having min(column_name) = max(column_name)
    ),

    -- A log names the field by its header; the column is named as the record has it.
    final as (
        select
            changes.system,
            changes.object,
            changes.record_id,
            changes.entity_key,
            changes.change_id,
            coalesce(column_names.column_name, changes.column_name) as column_name,
            changes.old_value,
            changes.new_value,
            changes.changed_at,
            changes.change_source,
            changes.changed_by,
            changes.changed_by_key,
            changes.source_file,
            changes.source_row
        from changes
        left join
            column_names
            on changes.system = column_names.system
            and changes.object = column_names.object
            and changes.column_name = column_names.header_text
    )

select *
from final
