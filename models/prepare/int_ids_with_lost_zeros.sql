{{ config(materialized='table') }}
-- Columns whose ids appear in other columns with leading zeros. All id columns are searched, but
-- only when an export has padded ids; generated at compile time.
-- Digits with the length of a Salesforce id may be one.
-- depends_on: {{ ref('int_column_counts') }}
{%- set padded_columns = id_columns_having('padded_values') -%}
{%- set id_columns = id_columns_having('filled_values') if padded_columns else [] %}

with
    padded as (
        {%- for column in padded_columns %}
            {%- set text = 'source.' ~ adapter.quote(column['column']) %}
            select
                {{ column_place('id', column, column['column']) }},
                {{ replace_pattern(text, '^0+') }} as bare_id
            from {{ raw_relation(column) }} as source
            where
                {{ text }} like '0%'
                and length({{ text }}) < 15
                and try_cast({{ text }} as bigint) > 0
            union all
        {%- endfor %}
        {{ empty_relation({
        'file_id': 'string', 'system': 'string', 'object': 'string', 'table_schema': 'string',
        'table_name': 'string', 'column_name': 'string', 'kind': 'string', 'bare_id': 'string',
    }) }}
    ),

    unpadded_ids as (select distinct bare_id from padded),

    -- One join for all columns: a join per column would cost four times as much.
    exported_ids as (
        {%- for column in id_columns %}
            select
                {{ column_place('id', column, column['column']) }},
                source.{{ adapter.quote(column['column']) }} as exported_id,
                source._row as source_row
            from {{ raw_relation(column) }} as source
            union all
        {%- endfor %}
        {{ empty_relation({
        'file_id': 'string', 'system': 'string', 'object': 'string', 'table_schema': 'string',
        'table_name': 'string', 'column_name': 'string', 'kind': 'string',
        'exported_id': 'string', 'source_row': 'bigint',
    }) }}
    ),

    padded_keys as (select distinct {{ format_key('padded') }} as format_key from padded),

    matched_keys as (
        select
            {{ format_key('exported_ids') }} as format_key,
            count(*) as bare_values,
            min(exported_ids.source_row) as example_row
        from exported_ids
        inner join unpadded_ids on exported_ids.exported_id = unpadded_ids.bare_id
        group by 1
    ),

    -- A column that contains padded ids did not lose any zeros.
    final as (
        select matched_keys.format_key, matched_keys.bare_values, matched_keys.example_row
        from matched_keys
        anti join padded_keys on matched_keys.format_key = padded_keys.format_key
    )

select *
from final
