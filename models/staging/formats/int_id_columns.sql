{{ config(materialized='table') }}
-- What spreadsheets did to the ids of a column. Some damage shows in a single id; that ids were rounded to 15
-- digits, lost their capitals or their zeros shows in many of them.
with counted as (
    select * from {{ ref('int_column_counts') }}
    where kind = 'id'
),

odd as (
    select * from {{ ref('int_odd_values') }}
    where kind = 'id'
),

bare as (
    select * from {{ ref('int_ids_without_zeros') }}
),

marked as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        length(value) as digits,
        source_row,
        {{ id_damage('value') }} as damage
    from odd
),

weighed as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        damage,
        count(*) as damaged_values,
        count_if(digits = 18) as long_values,
        sum(digits - 15) as zeros,
        min(source_row) as example_row
    from marked
    where damage is not null
    group by 1, 2, 3, 4, 5, 6, 7
),

-- One id in ten ends in a zero: rounding takes most of the column, and more zeros than chance leaves.
suspected as (
    select
        counted.system,
        counted.source_file,
        counted.object,
        counted.table_schema,
        counted.table_name,
        counted.column_name,
        counted.filled_values,
        weighed.damage,
        weighed.damaged_values,
        weighed.example_row,
        case weighed.damage
            when 'rounded' then 2 * weighed.damaged_values > counted.filled_values and weighed.zeros > 3
            when 'lower_case' then weighed.long_values > 0
                or (10 * weighed.damaged_values >= 9 * counted.filled_values and weighed.damaged_values > 2)
            else true
        end as is_damage
    from counted
    inner join weighed
        on counted.system = weighed.system
        and counted.source_file = weighed.source_file
        and counted.object = weighed.object
        and counted.table_schema = weighed.table_schema
        and counted.table_name = weighed.table_name
        and counted.column_name = weighed.column_name
    union all
    select
        counted.system,
        counted.source_file,
        counted.object,
        counted.table_schema,
        counted.table_name,
        counted.column_name,
        counted.filled_values,
        'zeros_lost' as damage,
        bare.bare_values as damaged_values,
        bare.example_row,
        2 * bare.bare_values > counted.filled_values as is_damage
    from counted
    inner join bare
        on counted.system = bare.system
        and counted.source_file = bare.source_file
        and counted.object = bare.object
        and counted.table_schema = bare.table_schema
        and counted.table_name = bare.table_name
        and counted.column_name = bare.column_name
),

damaged as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        sum(damaged_values) as damaged_values,
        min(example_row) as example_row,
        {{ agg_sorted('damage') }} as damage
    from suspected
    where is_damage
    group by 1, 2, 3, 4, 5, 6
),

final as (
    select
        counted.system,
        counted.source_file,
        counted.object,
        counted.table_schema,
        counted.table_name,
        counted.column_name,
        counted.filled_values,
        coalesce(damaged.damaged_values, 0) as damaged_values,
        damaged.damage,
        damaged.example_row,
        coalesce(damaged.damaged_values || ' ids: ' || damaged.damage, 'no id shows damage') as reason
    from counted
    left join damaged
        on counted.system = damaged.system
        and counted.source_file = damaged.source_file
        and counted.object = damaged.object
        and counted.table_schema = damaged.table_schema
        and counted.table_name = damaged.table_name
        and counted.column_name = damaged.column_name
)

select * from final
