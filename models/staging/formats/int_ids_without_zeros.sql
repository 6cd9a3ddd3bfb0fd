{{ config(materialized='table') }}
-- Columns whose ids stand elsewhere with zeros in front. Only where an export has such ids is anything looked for;
-- written at compile time.
-- depends_on: {{ ref('declared_handoffs') }}
-- depends_on: {{ ref('declared_handoff_fields') }}
-- depends_on: {{ ref('int_odd_values') }}
{%- set tables = [] -%}
{%- if execute and load_relation(ref('int_odd_values')) is not none
    and run_query(
        "select 1 from " ~ ref('int_odd_values') ~ " where kind = 'id' and value like '0%' limit 1"
    ) | length > 0 -%}
    {%- set tables = columns_of_kind('id') -%}
{%- endif %}

with padded as (
    select
        system,
        source_file,
        object,
        column_name,
        {{ rx_replace('value', '^0+') }} as bare_id
    from {{ ref('int_odd_values') }}
    where kind = 'id' and {{ rx_like('value', '^0+[1-9][0-9]*$') }}
),

bare as (
    select distinct bare_id from padded
),

padded_columns as (
    select distinct system, source_file, object, column_name from padded
),

met as (
    {%- for table in tables %}
    {%- for column in table['columns'] %}
    {%- set text = 'source.' ~ adapter.quote(column) %}
    select
        source._system as system,
        source._file as source_file,
        {{ 'source._object' if table['is_mapped'] else dbt.string_literal(table['table']) }} as object,
        {{ dbt.string_literal(table['schema']) }} as table_schema,
        {{ dbt.string_literal(table['table']) }} as table_name,
        {{ dbt.string_literal(column) }} as column_name,
        count(*) as bare_values,
        min(source._row) as example_row
    from {{ raw_relation(table) }} as source
    inner join bare on {{ text }} = bare.bare_id
    group by 1, 2, 3
    union all
    {%- endfor %}
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
