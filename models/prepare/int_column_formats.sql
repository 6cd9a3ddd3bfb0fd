{{ config(materialized='table') }}
-- Every exported column of times, numbers and ids, with its format and the number of values
-- that could not be parsed.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    exported as (select * from {{ source('raw_handoff', 'columns') }}),

    counted as (select * from {{ ref('int_column_counts') }}),

    time_columns as (select * from {{ ref('int_time_columns') }}),

    number_columns as (select * from {{ ref('int_number_columns') }}),

    id_columns as (select * from {{ ref('int_id_columns') }}),

    nonstandard_values as (select * from {{ ref('int_parsed_nonstandard_values') }}),

    paths as (
        select file_id, min({{ file_label('files') }}) as path, max(generation) as generation
        from files
        group by 1
    ),

    -- A file that was overwritten keeps its rows, so several files may have had one path.
    ranked_paths as (
        select
            *,
            row_number() over (partition by path order by generation desc nulls last, file_id)
            > 1 as is_earlier_file
        from paths
    ),

    headers as (
        select
            system,
            file_id,
            object,
            table_schema,
            table_name,
            column_name,
            min_by(header, position) as header
        from exported
        group by 1, 2, 3, 4, 5, 6
    ),

    unread_counts as (
        select format_key, count(*) as unread_values, min(source_row) as example_row
        from nonstandard_values
        where not is_lost and moment is null and amount is null
        group by 1
    ),

    judged as (
        select
            format_key,
            case when slashed_values > 0 then date_order end as read_as,
            is_ambiguous,
            is_contradictory,
            is_against_declared,
            is_half_converted,
            cast(0 as bigint) as damaged_values,
            cast(null as bigint) as example_row,
            reason
        from time_columns
        union all
        select
            format_key,
            decimal_mark as read_as,
            is_ambiguous,
            is_contradictory,
            is_against_declared,
            false as is_half_converted,
            cast(0 as bigint) as damaged_values,
            cast(null as bigint) as example_row,
            reason
        from number_columns
        union all
        select
            format_key,
            cast(null as {{ dbt.type_string() }}) as read_as,
            false as is_ambiguous,
            false as is_contradictory,
            false as is_against_declared,
            false as is_half_converted,
            damaged_values,
            example_row,
            reason
        from id_columns
    ),

    final as (
        select
            counted.system,
            counted.object,
            counted.source_file,
            ranked_paths.path,
            ranked_paths.is_earlier_file,
            counted.table_schema,
            counted.table_name,
            counted.column_name,
            headers.header,
            counted.kind,
            counted.filled_values,
            judged.read_as,
            judged.is_ambiguous,
            judged.is_contradictory,
            judged.is_against_declared,
            judged.is_half_converted,
            coalesce(unread_counts.unread_values, 0) as unread_values,
            judged.damaged_values,
            coalesce(judged.example_row, unread_counts.example_row) as example_row,
            judged.reason
        from counted
        inner join judged on counted.format_key = judged.format_key
        left join unread_counts on counted.format_key = unread_counts.format_key
        left join ranked_paths on counted.source_file = ranked_paths.file_id
        left join
            headers
            on counted.system = headers.system
            and counted.source_file = headers.file_id
            and counted.object = headers.object
            and counted.table_schema = headers.table_schema
            and counted.table_name = headers.table_name
            and counted.column_name = headers.column_name
    )

select *
from final
