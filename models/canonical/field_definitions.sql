with
    mapped as (select * from {{ ref('int_mapped__field_definitions') }}),

    final as (
        select
            concat_ws('/', system, object_name, field_name, source_file) as definition_key,
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
        from mapped
    )

select *
from final
