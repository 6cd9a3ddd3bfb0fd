{{ config(materialized='table') }}
-- The time format of a column: one order of day and month per file and column, decided by all
-- its values. A part above 12 is a day. It is never decided per row: 04/05 alone is
-- ambiguous.
with
    counted as (select * from {{ ref('int_column_counts') }} where kind = 'time'),

    nonstandard_values as (select * from {{ ref('int_nonstandard_values') }} where kind = 'time'),

    systems as (select * from {{ ref('declared_systems') }}),

    -- Parses each distinct day once.
    days as (
        select
            format_key,
            split_part({{ to_slashed_date('value') }}, ' ', 1) as day_text,
            count(*) as values_of_day
        from nonstandard_values
        group by 1, 2
    ),

    day_parts as (
        select
            *,
            {{ matches_pattern('day_text', '^[0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})$') }}
            as is_slashed,
            {{ matches_pattern('day_text', '^[2-7][0-9]{4}(/[0-9]+)?$') }} as is_serial
        from days
    ),

    numbered as (
        select
            *,
            case
                when is_slashed then try_cast(split_part(day_text, '/', 1) as integer)
            end as first_part,
            case
                when is_slashed then try_cast(split_part(day_text, '/', 2) as integer)
            end as second_part,
            case
                when is_serial then {{ local_ts("split_part(day_text, '/', 1)") }}
            end as serial_day
        from day_parts
    ),

    weighed as (
        select
            format_key,
            sum(case when is_slashed then values_of_day else 0 end) as slashed_values,
            sum(
                case when first_part > 12 and second_part <= 12 then values_of_day else 0 end
            ) as day_first_values,
            sum(
                case when second_part > 12 and first_part <= 12 then values_of_day else 0 end
            ) as month_first_values,
            sum(
                case
                    when first_part <= 12 and second_part <= 12 and first_part <> second_part
                    then values_of_day
                    else 0
                end
            ) as open_values,
            sum(case when is_serial then values_of_day else 0 end) as serial_values,
            max(extract(day from serial_day)) as last_serial_day
        from numbered
        group by 1
    ),

    joined as (
        select
            counted.format_key,
            case
                when substr(counted.column_name, -4) = '_utc' then 'UTC' else systems.time_zone
            end as time_zone,
            systems.date_order as declared_order,
            coalesce(weighed.slashed_values, 0) as slashed_values,
            coalesce(weighed.day_first_values, 0) as day_first_values,
            coalesce(weighed.month_first_values, 0) as month_first_values,
            coalesce(weighed.open_values, 0) as open_values,
            coalesce(weighed.serial_values, 0) as serial_values,
            greatest(
                coalesce(weighed.last_serial_day, 0),
                coalesce(try_cast(counted.last_iso_day as integer), 0)
            ) as last_written_out_day
        from counted
        left join weighed on counted.format_key = weighed.format_key
        left join systems on counted.system = systems.system
    ),

    judged as (
        select
            *,
            day_first_values > 0 and month_first_values > 0 as is_contradictory,
            open_values > 0 and day_first_values = 0 and month_first_values = 0 as is_open,
            coalesce(
                case
                    declared_order
                    when 'dmy'
                    then month_first_values > 0
                    when 'mdy'
                    then day_first_values > 0
                end,
                false
            ) as is_against_declared,
            -- A spreadsheet converts the texts it can parse into days and leaves the others
            -- as text: no converted day is above 12, all days in the texts are. It may have
            -- parsed the converted ones in the wrong order.
            slashed_values > 0
            and open_values = 0
            and slashed_values = day_first_values + month_first_values
            and last_written_out_day between 1 and 12 as is_half_converted
        from joined
    ),

    ordered as (
        select
            *,
            case
                when slashed_values = 0
                then null
                when declared_order is not null
                then declared_order
                when is_half_converted
                then 'unsure'
                when is_contradictory
                then null
                when day_first_values > 0
                then 'dmy'
                when month_first_values > 0
                then 'mdy'
                -- 03/03 is the third of March in both orders.
                when open_values = 0
                then 'dmy'
            end as date_order
        from judged
    ),

    final as (
        select
            format_key,
            slashed_values,
            day_first_values,
            month_first_values,
            serial_values,
            declared_order,
            date_order,
            time_zone,
            is_open and declared_order is null as is_ambiguous,
            is_contradictory,
            is_against_declared,
            is_half_converted,
            case
                when is_half_converted
                then
                    'no written-out day is above 12 and every text has one: a spreadsheet read what it could, perhaps in the wrong order'
                when is_contradictory
                then
                    day_first_values
                    || ' values have the day first, '
                    || month_first_values
                    || ' the month'
                when is_against_declared
                then
                    (day_first_values + month_first_values)
                    || ' values contradict the declared order '
                    || declared_order
                when slashed_values = 0
                then 'no value has an order to decide'
                when declared_order is not null
                then 'declared'
                when is_open
                then 'no value of ' || slashed_values || ' has a part above 12: declare date_order'
                else
                    (day_first_values + month_first_values)
                    || ' of '
                    || slashed_values
                    || ' values have a day above 12'
            end as reason
        from ordered
    )

select *
from final
