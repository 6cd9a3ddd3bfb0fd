{{ config(materialized='table') }}
-- Damage that spreadsheets did to the ids of a column. Some damage is visible in a single id;
-- rounding to 15 digits, lower case and lost zeros are visible only in many ids together.
with
    counted as (select * from {{ ref('int_column_counts') }} where kind = 'id'),

    nonstandard_values as (select * from {{ ref('int_nonstandard_values') }} where kind = 'id'),

    lost_zero_columns as (select * from {{ ref('int_ids_with_lost_zeros') }}),

    marked as (
        select format_key, length(value) as digits, source_row, {{ id_damage('value') }} as damage
        from nonstandard_values
    ),

    weighed as (
        select
            format_key,
            damage,
            count(*) as damaged_values,
            count_if(digits = 18) as long_values,
            sum(digits - 15) as zeros,
            min(source_row) as example_row
        from marked
        where damage is not null
        group by 1, 2
    ),

    suspected as (
        select format_key, damage, damaged_values, long_values, zeros, example_row
        from weighed
        union all
        select
            format_key,
            'zeros_lost' as damage,
            bare_values as damaged_values,
            0 as long_values,
            0 as zeros,
            example_row
        from lost_zero_columns
    ),

    -- One id in ten ends in a zero: rounding affects most of the column and produces more
    -- zeros than chance.
    judged as (
        select
            suspected.format_key,
            suspected.damage,
            suspected.damaged_values,
            suspected.example_row,
            case
                suspected.damage
                when 'rounded'
                then 2 * suspected.damaged_values > counted.filled_values and suspected.zeros > 3
                when 'lower_case'
                then
                    suspected.long_values > 0
                    or (
                        10 * suspected.damaged_values >= 9 * counted.filled_values
                        and suspected.damaged_values > 2
                    )
                when 'zeros_lost'
                then 2 * suspected.damaged_values > counted.filled_values
                else true
            end as is_damage
        from suspected
        inner join counted on suspected.format_key = counted.format_key
    ),

    damaged as (
        select
            format_key,
            sum(damaged_values) as damaged_values,
            min(example_row) as example_row,
            {{ string_agg_sorted('damage') }} as damage
        from judged
        where is_damage
        group by 1
    ),

    final as (
        select
            counted.format_key,
            coalesce(damaged.damaged_values, 0) as damaged_values,
            damaged.damage,
            damaged.example_row,
            coalesce(
                damaged.damaged_values || ' ids: ' || damaged.damage, 'no id shows damage'
            ) as reason
        from counted
        left join damaged on counted.format_key = damaged.format_key
    )

select *
from final
