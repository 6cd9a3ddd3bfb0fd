{{ config(materialized='table') }}
-- Contains, per record and column, the values that are not in standard form. Staging looks
-- them up (time_of, date_of, money_of, id_of). An export with ISO dates has no row here, so
-- its lookup costs nothing.
with
    nonstandard_values as (select * from {{ ref('int_parsed_nonstandard_values') }}),

    counted as (select * from {{ ref('int_column_counts') }}),

    final as (
        select
            counted.system,
            counted.source_file,
            counted.object,
            counted.table_schema,
            counted.table_name,
            nonstandard_values.source_row,
            {{ map_agg('counted.column_name', 'nonstandard_values.moment') }} as times,
            {{ map_agg('counted.column_name', 'nonstandard_values.written_at') }} as written_times,
            {{ map_agg('counted.column_name', 'nonstandard_values.amount') }} as amounts,
            '|'
            || {{ string_agg_sorted('case when nonstandard_values.is_lost then counted.column_name end', "'|'") }}
            || '|' as lost_ids
        from nonstandard_values
        inner join counted on nonstandard_values.format_key = counted.format_key
        group by 1, 2, 3, 4, 5, 6
    )

select *
from final
