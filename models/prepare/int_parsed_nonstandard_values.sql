{{ config(materialized='table') }}
-- Every value that is not in plain form, parsed by the format of its column. A null could not
-- be parsed.
with
    nonstandard_values as (select * from {{ ref('int_nonstandard_values') }}),

    time_columns as (select * from {{ ref('int_time_columns') }}),

    number_columns as (select * from {{ ref('int_number_columns') }}),

    id_columns as (select * from {{ ref('int_id_columns') }} where damaged_values > 0),

    times as (
        select
            nonstandard_values.format_key,
            nonstandard_values.source_row,
            {{ utc_ts('nonstandard_values.value', 'time_columns.time_zone', 'time_columns.date_order') }}
            as moment,
            {{ local_ts('nonstandard_values.value', 'time_columns.date_order') }} as written_at,
            cast(null as decimal(18, 4)) as amount,
            false as is_lost
        from nonstandard_values
        inner join time_columns on nonstandard_values.format_key = time_columns.format_key
    ),

    numbers as (
        select
            nonstandard_values.format_key,
            nonstandard_values.source_row,
            cast(null as timestamp) as moment,
            cast(null as timestamp) as written_at,
            {{ parse_money('nonstandard_values.value', 'number_columns.decimal_mark') }} as amount,
            false as is_lost
        from nonstandard_values
        inner join number_columns on nonstandard_values.format_key = number_columns.format_key
    ),

    -- An id that only looks damaged is kept if its column is undamaged.
    ids as (
        select
            nonstandard_values.format_key,
            nonstandard_values.source_row,
            cast(null as timestamp) as moment,
            cast(null as timestamp) as written_at,
            cast(null as decimal(18, 4)) as amount,
            true as is_lost
        from nonstandard_values
        inner join id_columns on nonstandard_values.format_key = id_columns.format_key
        where position({{ id_damage('nonstandard_values.value') }} in id_columns.damage) > 0
    ),

    final as (
        {{ union_columns(['times', 'numbers', 'ids'], [
        'format_key', 'source_row', 'moment', 'written_at', 'amount', 'is_lost',
    ]) }}
    )

select *
from final
