{{ config(materialized='table') }}
-- Columns whose ids stand elsewhere with zeros in front. Only where an export has such ids, and only among columns
-- that have others, is anything looked for; written at compile time. Digits of the length of a Salesforce id may
-- be one.
-- depends_on: {{ ref('int_column_counts') }}
{%- set padded_columns = id_columns_with('padded_values') -%}
{%- set bare_columns = id_columns_with('bare_values') if padded_columns else [] %}

with padded as (
    {%- for column in padded_columns %}
    {%- set text = 'source.' ~ adapter.quote(column['column']) %}
    select
        source._system as system,
        source._file as source_file,
        {{ 'source._object' if column['is_mapped'] else dbt.string_literal(column['table']) }} as object,
        {{ dbt.string_literal(column['column']) }} as column_name,
        {{ rx_replace(text, '^0+') }} as bare_id
    from {{ raw_relation(column) }} as source
    where {{ text }} like '0%' and length({{ text }}) < 15 and try_cast({{ text }} as bigint) > 0
    union all
    {%- endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as system,
        cast(null as {{ dbt.type_string() }}) as source_file,
        cast(null as {{ dbt.type_string() }}) as object,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as bare_id
    where false
),

bare as (
    select distinct bare_id from padded
),

padded_columns as (
    select distinct system, source_file, object, column_name from padded
),

met as (
    {%- for column in bare_columns %}
    {%- set text = 'source.' ~ adapter.quote(column['column']) %}
    select
        source._system as system,
        source._file as source_file,
        {{ 'source._object' if column['is_mapped'] else dbt.string_literal(column['table']) }} as object,
        {{ dbt.string_literal(column['schema']) }} as table_schema,
        {{ dbt.string_literal(column['table']) }} as table_name,
        {{ dbt.string_literal(column['column']) }} as column_name,
        count(*) as bare_values,
        min(source._row) as example_row
    from {{ raw_relation(column) }} as source
    inner join bare on {{ text }} = bare.bare_id
    group by 1, 2, 3
    union all
    {%- endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as system,
        cast(null as {{ dbt.type_string() }}) as source_file,
        cast(null as {{ dbt.type_string() }}) as object,
        cast(null as {{ dbt.type_string() }}) as table_schema,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as bigint) as bare_values,
        cast(null as bigint) as example_row
    where false
),

final as (
    select
        met.system,
        met.source_file,
        met.object,
        met.table_schema,
        met.table_name,
        met.column_name,
        met.bare_values,
        met.example_row
    from met
    left join padded_columns
        on met.system = padded_columns.system
        and met.source_file = padded_columns.source_file
        and met.object = padded_columns.object
        and met.column_name = padded_columns.column_name
    where padded_columns.system is null
)

select * from final
