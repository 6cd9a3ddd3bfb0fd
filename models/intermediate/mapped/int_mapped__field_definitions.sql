-- What the systems say about their fields, of every file. Without the name of its object, the
-- description of a field is of no use.
with
    source as (select * from {{ source('raw_mapped', 'field_definitions') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    read_rows as (
        select
            source._system as system,
            {{ null_token('source.object_name') }} as object_name,
            {{ null_token('source.field_name') }} as field_name,
            {{ null_token('source.label') }} as label,
            lower({{ null_token('source.data_type') }}) as data_type,
            {{ to_boolean('source.is_createable') }} as is_createable,
            {{ to_boolean('source.is_updateable') }} as is_updateable,
            {{ to_boolean('source.is_read_only') }} as is_read_only,
            {{ to_boolean(mapped_value('is_calculated')) }} as is_calculated,
            {{ to_boolean(mapped_value('is_required')) }} as is_required,
            {{ to_boolean('source.has_default') }} as has_default,
            {{ parse_whole_number('source.max_length') }} as max_length,
            {{ to_boolean('source.is_unique') }} as is_unique,
            {{ to_boolean('source.is_restricted') }} as is_restricted,
            {{ to_boolean('source.has_external_options') }} as has_external_options,
            source.picklist_values,
            source._file as source_file,
            source._row as source_row
        from source
        left join
            systems on source._system = systems.system
            {{ join_mapped_values('field_definitions', ['is_calculated', 'is_required']) }}
    ),

    final as (
        select
            system,
            object_name,
            field_name,
            label,
            data_type,
            is_createable,
            is_updateable,
            is_read_only,
            is_calculated,
            is_required,
            has_default,
            max_length,
            is_unique,
            is_restricted,
            has_external_options,
            picklist_values,
            source_file,
            source_row
        from read_rows
        where object_name is not null and field_name is not null
        qualify
            row_number() over (
                partition by system, object_name, field_name, source_file order by source_row
            )
            = 1
    )

select *
from final
