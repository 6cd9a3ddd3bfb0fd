-- How many values could be parsed. A format is decided per column of a file, never per row.
with
    file_columns as (select * from {{ ref('file_columns') }}),

    flagged as (
        select
            *,
            is_ambiguous
            or is_contradictory
            or is_against_declared
            or is_half_converted as is_undecided,
            damaged_values > 0 as is_damaged
        from file_columns
    ),

    final as (
        select
            column_key,
            system,
            object,
            path,
            header,
            column_name,
            kind,
            filled_values,
            read_as,
            unread_values,
            damaged_values,
            example_row,
            is_undecided,
            -- Lists the values of an undecided column once.
            unread_values > 0 and not is_undecided as is_unreadable,
            is_damaged,
            case
                when unread_values > 0 and not is_undecided and not is_damaged
                then unread_values || ' values are no ' || kind || ' in any notation known here'
                else reason
            end as reason
        from flagged
    )

select *
from final
