{{ config(materialized='table') }}
-- How the times of a column are written. One order of day and month per file and column, by all its values: a
-- part above 12 is a day. Never per row: 04/05 says nothing about itself.
with counted as (
    select * from {{ ref('int_column_counts') }}
    where kind = 'time'
),

odd as (
    select * from {{ ref('int_odd_values') }}
    where kind = 'time'
),

systems as (
    select * from {{ ref('declared_systems') }}
),

-- Few days stand in many times: what the days say is asked once per day.
days as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        split_part({{ slashed_day('value') }}, ' ', 1) as day_text,
        count(*) as values_of_day
    from odd
    group by 1, 2, 3, 4, 5, 6, 7
),

parted as (
    select
        *,
        {{ rx_like('day_text', '^[0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})$') }} as is_slashed,
        {{ rx_like('day_text', '^[2-7][0-9]{4}(/[0-9]+)?$') }} as is_serial
    from days
),

numbered as (
    select
        *,
        case when is_slashed then try_cast(split_part(day_text, '/', 1) as integer) end as first_part,
        case when is_slashed then try_cast(split_part(day_text, '/', 2) as integer) end as second_part,
        case when is_serial then {{ local_ts("split_part(day_text, '/', 1)") }} end as serial_day
    from parted
),

weighed as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        sum(case when is_slashed then values_of_day else 0 end) as slashed_values,
        sum(case when first_part > 12 and second_part <= 12 then values_of_day else 0 end) as day_first_values,
        sum(case when second_part > 12 and first_part <= 12 then values_of_day else 0 end) as month_first_values,
        sum(case when first_part <= 12 and second_part <= 12 and first_part <> second_part
            then values_of_day else 0 end) as open_values,
        sum(case when is_serial then values_of_day else 0 end) as serial_values,
        max(extract(day from serial_day)) as last_serial_day
    from numbered
    group by 1, 2, 3, 4, 5, 6
),

decided as (
    select
        counted.system,
        counted.source_file,
        counted.object,
        counted.table_schema,
        counted.table_name,
        counted.column_name,
        counted.filled_values,
        coalesce(weighed.slashed_values, 0) as slashed_values,
        coalesce(weighed.day_first_values, 0) as day_first_values,
        coalesce(weighed.month_first_values, 0) as month_first_values,
        coalesce(weighed.open_values, 0) as open_values,
        coalesce(weighed.serial_values, 0) as serial_values,
        systems.date_order as declared_order,
        coalesce(weighed.day_first_values > 0 and weighed.month_first_values > 0, false) as is_contradictory,
        coalesce(weighed.open_values > 0 and weighed.day_first_values = 0
            and weighed.month_first_values = 0, false) as is_open,
        coalesce(
            case systems.date_order
                when 'dmy' then weighed.month_first_values > 0
                when 'mdy' then weighed.day_first_values > 0
            end,
            false) as is_against_declared,
        -- A spreadsheet turns the texts it can read into days and leaves the others: none of its days is above
        -- 12, all of the texts' are. What it read, it may have read in the wrong order.
        coalesce(
            weighed.slashed_values > 0
            and weighed.open_values = 0
            and weighed.slashed_values = weighed.day_first_values + weighed.month_first_values
            and greatest(coalesce(weighed.last_serial_day, 0), coalesce(try_cast(counted.last_iso_day as integer), 0))
                between 1 and 12,
            false) as is_half_converted,
        case
            when weighed.day_first_values > 0 and weighed.month_first_values > 0 then null
            when weighed.day_first_values > 0 then 'dmy'
            when weighed.month_first_values > 0 then 'mdy'
            -- 03/03 is the third of March either way.
            when weighed.slashed_values > 0 and weighed.open_values = 0 then 'dmy'
        end as order_of_values
    from counted
    left join weighed
        on counted.system = weighed.system
        and counted.source_file = weighed.source_file
        and counted.object = weighed.object
        and counted.table_schema = weighed.table_schema
        and counted.table_name = weighed.table_name
        and counted.column_name = weighed.column_name
    left join systems on counted.system = systems.system
),

ordered as (
    select
        *,
        case
            when slashed_values = 0 then null
            when declared_order is not null then declared_order
            when is_half_converted then 'unsure'
            else order_of_values
        end as date_order
    from decided
),

final as (
    select
        system,
        source_file,
        object,
        table_schema,
        table_name,
        column_name,
        filled_values,
        slashed_values,
        day_first_values,
        month_first_values,
        serial_values,
        declared_order,
        date_order,
        is_open and declared_order is null as is_ambiguous,
        is_contradictory,
        is_against_declared,
        is_half_converted,
        case
            when is_half_converted
                then 'no written-out day is above 12 and every text has one: a spreadsheet read what it could, perhaps in the wrong order'
            when is_contradictory
                then day_first_values || ' values have the day first, ' || month_first_values || ' the month'
            when is_against_declared
                then (day_first_values + month_first_values) || ' values contradict the declared order ' || declared_order
            when slashed_values = 0 then 'no value has an order to decide'
            when declared_order is not null then 'declared'
            when is_open
                then 'no value of ' || slashed_values || ' has a part above 12: declare date_order'
            else (day_first_values + month_first_values) || ' of ' || slashed_values || ' values have a day above 12'
        end as reason
    from ordered
)

select * from final
