{{ config(materialized='table') }}
-- Every value that is not written plainly, read as its column decided. What stays null could not be read.
with odd as (
    select * from {{ ref('int_odd_values') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

time_columns as (
    select * from {{ ref('int_time_columns') }}
),

number_columns as (
    select * from {{ ref('int_number_columns') }}
),

id_columns as (
    select * from {{ ref('int_id_columns') }}
    where damaged_values > 0
),

times as (
    select
        odd.system,
        odd.source_file,
        odd.object,
        odd.table_schema,
        odd.table_name,
        odd.source_row,
        odd.column_name,
        odd.kind,
        {{ utc_ts(
            'odd.value',
            "case when substr(odd.column_name, -4) = '_utc' then 'UTC' else systems.time_zone end",
            'time_columns.date_order'
        ) }} as moment,
        {{ local_ts('odd.value', 'time_columns.date_order') }} as written_at,
        cast(null as decimal(18, 2)) as amount,
        false as is_lost
    from odd
    inner join time_columns
        on odd.system = time_columns.system
        and odd.source_file = time_columns.source_file
        and odd.object = time_columns.object
        and odd.table_schema = time_columns.table_schema
        and odd.table_name = time_columns.table_name
        and odd.column_name = time_columns.column_name
    left join systems on odd.system = systems.system
    where odd.kind = 'time'
),

numbers as (
    select
        odd.system,
        odd.source_file,
        odd.object,
        odd.table_schema,
        odd.table_name,
        odd.source_row,
        odd.column_name,
        odd.kind,
        cast(null as timestamp) as moment,
        cast(null as timestamp) as written_at,
        {{ money('odd.value', 'number_columns.decimal_mark') }} as amount,
        false as is_lost
    from odd
    inner join number_columns
        on odd.system = number_columns.system
        and odd.source_file = number_columns.source_file
        and odd.object = number_columns.object
        and odd.table_schema = number_columns.table_schema
        and odd.table_name = number_columns.table_name
        and odd.column_name = number_columns.column_name
    where odd.kind = 'number'
),

-- An id that only looks damaged in a sound column stays.
ids as (
    select
        odd.system,
        odd.source_file,
        odd.object,
        odd.table_schema,
        odd.table_name,
        odd.source_row,
        odd.column_name,
        odd.kind,
        cast(null as timestamp) as moment,
        cast(null as timestamp) as written_at,
        cast(null as decimal(18, 2)) as amount,
        true as is_lost
    from odd
    inner join id_columns
        on odd.system = id_columns.system
        and odd.source_file = id_columns.source_file
        and odd.object = id_columns.object
        and odd.table_schema = id_columns.table_schema
        and odd.table_name = id_columns.table_name
        and odd.column_name = id_columns.column_name
    where odd.kind = 'id'
        and position({{ id_damage('odd.value') }} in id_columns.damage) > 0
),

final as (
    {{ unite(['times', 'numbers', 'ids'], [
        'system', 'source_file', 'object', 'table_schema', 'table_name', 'source_row', 'column_name', 'kind',
        'moment', 'written_at', 'amount', 'is_lost',
    ]) }}
)

select * from final
