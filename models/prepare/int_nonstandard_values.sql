{{ config(materialized='table') }}
-- Times, numbers and ids that are not in standard form; an export in ISO has none. The loader
-- found them when it loaded the file (raw_handoff.nonstandard_values); the query for other
-- columns is written at compile time.
-- depends_on: {{ source('raw_handoff', 'profiled_columns') }}
-- depends_on: {{ source('raw_handoff', 'files') }}
-- depends_on: {{ source('raw_handoff', 'vendor_columns') }}
{%- set tables = unprofiled_columns() %}

with
    systems as (select * from {{ ref('declared_systems') }}),

    typed_columns as (select * from {{ ref('int_typed_columns') }}),

    collected as (select * from {{ source('raw_handoff', 'nonstandard_values') }}),

    unprofiled as (
        {%- for table in tables %}
            {%- for column in table['columns'] %}
                {%- set text = 'source.' ~ adapter.quote(column['name']) %}
                select
                    {{ column_place(column['kind'], table, column['name']) }},
                    source._row as source_row,
                    {{ null_token(text, table['schema'].removeprefix('raw_')) }} as value
                from {{ raw_relation(table) }} as source
                {%- if table['is_mapped'] %}
                    left join systems on source._system = systems.system
                {%- endif %}
                where
                    {{ text }} is not null
                    and not coalesce({{ is_plain_value(column['kind'], text) }}, false)
                union all
            {%- endfor %}
        {%- endfor %}
        select
            file_id, system, object, table_schema, table_name, column_name, kind, source_row, value
        from collected
        where false
    ),

    -- The words of mapped files for "no value" are declared, so they may change after the load.
    nonstandard_values as (
        select
            collected.file_id,
            collected.system,
            collected.object,
            collected.table_schema,
            collected.table_name,
            collected.column_name,
            collected.kind,
            collected.source_row,
            case
                when collected.table_schema = 'raw_mapped'
                then {{ null_token('collected.value', 'mapped') }}
                else collected.value
            end as value
        from collected
        inner join
            typed_columns
            on collected.table_schema = typed_columns.table_schema
            and collected.table_name = typed_columns.table_name
            and collected.column_name = typed_columns.column_name
            and collected.kind = typed_columns.kind
        left join systems on collected.system = systems.system
        where {{ is_written_by_loader('collected') }}
        union all
        select *
        from unprofiled
    ),

    final as (
        select {{ format_key('nonstandard_values') }} as format_key, kind, value, source_row
        from nonstandard_values
        where value is not null
    )

select *
from final
