{{ config(materialized='table') }}
-- Counts per exported column of times, numbers and ids. The loader counted them when it loaded
-- the file (raw_handoff.column_profiles); the query for other columns is written at compile
-- time. The models after this one know a column only by its format_key.
-- depends_on: {{ source('raw_handoff', 'profiled_columns') }}
-- depends_on: {{ source('raw_handoff', 'files') }}
-- depends_on: {{ source('raw_handoff', 'vendor_columns') }}
{%- set tables = unprofiled_columns() %}
{%- set profile_columns = [
    'file_id', 'system', 'object', 'table_schema', 'table_name', 'column_name', 'kind',
] + column_measures() %}

with
    typed_columns as (select * from {{ ref('int_typed_columns') }}),

    column_profiles as (select * from {{ source('raw_handoff', 'column_profiles') }}),

    unprofiled as (
        {%- for table in tables %}
            {%- for column in table['columns'] %}
                {%- set text = 'source.' ~ adapter.quote(column['name']) %}
                select
                    {{ column_place(column['kind'], table, column['name']) }}
                    {%- for measure in column_measures() %}
                        , {{ column_measure(measure, column['kind'], text) }} as {{ measure }}
                    {%- endfor %}
                from {{ raw_relation(table) }} as source
                group by 1, 2, 3
                union all
            {%- endfor %}
        {%- endfor %}
        select {{ profile_columns | join(', ') }}
        from column_profiles
        where false
    ),

    counted as (
        select
            {%- for column in profile_columns %}
                column_profiles.{{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from column_profiles
        inner join
            typed_columns
            on column_profiles.table_schema = typed_columns.table_schema
            and column_profiles.table_name = typed_columns.table_name
            and column_profiles.column_name = typed_columns.column_name
            and column_profiles.kind = typed_columns.kind
        where {{ is_written_by_loader('column_profiles') }}
        union all
        select *
        from unprofiled
    ),

    final as (
        select
            {{ format_key('counted') }} as format_key,
            system,
            file_id as source_file,
            object,
            table_schema,
            table_name,
            column_name,
            kind,
            filled_values,
            case when filled_values > plain_values then last_iso_day end as last_iso_day,
            point_values,
            padded_values
        from counted
        where filled_values > 0
    )

select *
from final
