with
    columns_read as (select * from {{ ref('int_column_formats') }}),

    -- The key of a column is that of its path, so a waiver stays valid when the next export has
    -- the same path. A file that was overwritten, and a column with two tables or kinds, need more.
    keyed as (
        select
            *,
            {{ record_key('system', 'object', 'column_name') }}
            || '/'
            || path
            || case when is_earlier_file then '/' || source_file else '' end
            || case
                when min(table_name) over column_of_file < table_name then '/' || table_name else ''
            end
            || case
                when min(kind) over column_of_file < kind then '/' || kind else ''
            end as column_key
        from columns_read
        window column_of_file as (partition by system, object, source_file, column_name)
    ),

    final as (
        select
            column_key,
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
        from keyed
    )

select *
from final
