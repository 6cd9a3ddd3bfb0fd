-- The description of every declared column, where the system exported one. The latest description
-- of an object replaces the earlier ones.
with
    definitions as (select * from {{ ref('field_definitions') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    file_ages as (
        select
            file_id,
            max(exported_at) as exported_at,
            max(generation) as generation,
            min(path) as path
        from files
        group by file_id
    ),

    latest as (
        select definitions.*
        from definitions
        left join file_ages on definitions.source_file = file_ages.file_id
        qualify
            rank() over (
                partition by definitions.system, lower(definitions.object_name)
                order by
                    file_ages.exported_at desc nulls last,
                    file_ages.generation desc nulls last,
                    file_ages.path desc,
                    definitions.source_file
            )
            = 1
    ),

    named as (select distinct system, object, header, column_name from columns),

    -- An export names an object Lead, contacts or OpportunityLineItem.
    keyed as (
        select
            *,
            {{ alphanumeric_key('object_name') }} as object_key,
            {{ replace_pattern(replace_pattern(alphanumeric_key('object_name'), '(ies|y)$', 'y'), 's$') }}
            as single_object_key,
            {{ alphanumeric_key('field_name') }} as field_key,
            {{ alphanumeric_key('label') }} as label_key,
            count(*) over (
                partition by system, object_name, {{ alphanumeric_key('label') }}
            ) as fields_with_label
        from latest
    ),

    candidates as (
        select
            named.system,
            named.object,
            named.header,
            keyed.definition_key,
            keyed.object_name,
            keyed.field_name,
            keyed.data_type,
            keyed.is_createable,
            keyed.is_updateable,
            keyed.is_read_only,
            keyed.is_calculated,
            keyed.is_required,
            keyed.has_default,
            keyed.max_length,
            keyed.is_restricted,
            keyed.has_external_options,
            case
                when keyed.field_name = named.header
                then 1
                when keyed.field_key = {{ alphanumeric_key('named.header') }}
                then 2
                when keyed.field_key = {{ alphanumeric_key('named.column_name') }}
                then 3
                else 4
            end as preference
        from named
        inner join
            keyed
            on named.system = keyed.system
            and {{ alphanumeric_key('named.object') }}
            in (keyed.object_key, keyed.single_object_key)
            and (
                keyed.field_key = {{ alphanumeric_key('named.header') }}
                or keyed.field_key = {{ alphanumeric_key('named.column_name') }}
                or (
                    keyed.label_key = {{ alphanumeric_key('named.header') }}
                    and keyed.fields_with_label = 1
                )
            )
    ),

    -- `system` fields are those that nobody writes and nothing computes: ids, stamps.
    final as (
        select
            system,
            object,
            header,
            definition_key,
            field_name,
            data_type,
            is_calculated,
            case
                when is_read_only or (not is_createable and not is_updateable)
                then false
                when is_calculated
                then false
                when is_createable or is_updateable or not is_read_only
                then true
            end as is_writable,
            case
                when is_calculated
                then 'calculated'
                when is_read_only
                then 'read_only'
                when not is_createable and not is_updateable
                then 'system'
                when is_createable and not is_updateable
                then 'create_only'
                when is_updateable and not is_createable
                then 'update_only'
                when is_createable or not is_read_only
                then 'writable'
            end as write_class,
            -- The system fills a field with a default, and a checkbox is never empty.
            is_required
            and has_default is not true
            and is_createable is not false
            and coalesce(data_type, '') not in ('boolean', 'bool') as is_required,
            case
                when
                    data_type
                    in ('string', 'text', 'textarea', 'email', 'phone', 'url', 'picklist', 'memo')
                    and max_length > 0
                then max_length
            end as max_length,
            (is_restricted or data_type = 'enumeration')
            and has_external_options is not true as is_restricted
        from candidates
        qualify
            row_number() over (
                partition by system, object, header order by preference, object_name, field_name
            )
            = 1
    )

select *
from final
