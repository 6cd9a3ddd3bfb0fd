-- The columns `Date entered "<stage> (<pipeline>)"` of deal exports as rows. Their names
-- are the company's own, so they are read from the headers of the files.
-- depends_on: {{ source('raw_handoff', 'columns') }}
{%- set stamps = [] -%}
{%- set columns = source('raw_handoff', 'columns') -%}
{%- if execute and load_relation(columns) is not none -%}
    {%- set rows = run_query(
        "select column_name, min(position) as place from " ~ columns
        ~ " where vendor = 'hubspot' and object = 'deal' and lower(header) like 'date entered \"%'"
        ~ " group by column_name order by place, column_name"
    ) -%}
    {%- for row in rows -%} {%- do stamps.append(row[0]) -%} {%- endfor -%}
{%- endif %}

with
    source as (select * from {{ source('raw_hubspot', 'deal') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'deal'
    ),

    deal_columns as (
        select *
        from {{ source('raw_handoff', 'columns') }}
        where vendor = 'hubspot' and object = 'deal'
    ),

    headers as (select distinct system, column_name, header from deal_columns),

    stamped as (
        {%- for column in stamps %}
            select
                source._system as system,
                {{ id_of('id') }} as record_id,
                {{ dbt.string_literal(column) }} as column_name,
                {{ loop.index }} as stage_place,
                {{ time_of(column) }} as changed_at,
                source._file as source_file,
                source._row as source_row
            from source {{ join_parsed_values() }}
            where source.{{ adapter.quote(column) }} is not null and {{ is_current() }}
            union all
        {%- endfor %}
        select
            source._system as system,
            source.id as record_id,
            'hs_v2_date_entered_closedwon' as column_name,
            0 as stage_place,
            cast(null as timestamp) as changed_at,
            source._file as source_file,
            source._row as source_row
        from source
        where false and {{ is_current() }}
    ),

    final as (
        select
            stamped.system,
            stamped.record_id,
            trim(split_part(split_part(headers.header, '"', 2), '(', 1)) as to_value,
            stamped.stage_place,
            stamped.changed_at,
            stamped.source_file,
            stamped.source_row
        from stamped
        inner join
            headers on stamped.system = headers.system and stamped.column_name = headers.column_name
        where stamped.changed_at is not null and stamped.record_id is not null
    )

select *
from final
