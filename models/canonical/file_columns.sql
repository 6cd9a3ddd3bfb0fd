with
    columns_read as (select * from {{ ref('int_column_formats') }}),

    final as (
        select
            {{ record_key('system', 'object', 'column_name') }} || '/' || path as column_key,
            system,
            object,
            source_file,
            path,
            column_name,
            header,
            kind,
            cast(filled_values as bigint) as filled_values,
            read_as,
            is_ambiguous,
            is_contradictory,
            is_against_declared,
            is_half_converted,
            cast(unread_values as bigint) as unread_values,
            cast(damaged_values as bigint) as damaged_values,
            cast(example_row as bigint) as example_row,
            reason
        from columns_read
    )

select *
from final
