{{ config(materialized='table') }}
-- What staging looks up (time_of, date_of, money_of, id_of): the values of a record that are not written plainly,
-- by column. An export in ISO has no row here, so that looking costs nothing.
with odd as (
    select * from {{ ref('int_odd_values_read') }}
),

final as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        source_row,
        {{ map_of('column_name', 'moment') }} as times,
        {{ map_of('column_name', 'written_at') }} as written_times,
        {{ map_of('column_name', 'amount') }} as amounts,
        '|' || {{ agg_sorted('case when is_lost then column_name end', "'|'") }} || '|' as lost_ids
    from odd
    group by 1, 2, 3, 4, 5, 6
)

select * from final
