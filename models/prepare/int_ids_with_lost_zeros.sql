{{ config(materialized='table') }}
-- Columns whose ids appear in other columns with leading zeros. Only exports with padded ids
-- are searched, and only columns that also have unpadded ids; generated at compile time.
-- Digits with the length of a Salesforce id may be one.
-- depends_on: {{ ref('int_column_counts') }}
{%- set padded_columns = id_columns_having('padded_values') -%}
{%- set bare_columns = id_columns_having('bare_values') if padded_columns else [] %}

with
    padded as (
        {%- for column in padded_columns %}
            {%- set text = 'source.' ~ adapter.quote(column['column']) %}
            select
                {{ format_key('id', column, column['column']) }} as format_key,
                {{ replace_pattern(text, '^0+') }} as bare_id
            from {{ raw_relation(column) }} as source
            where
                {{ text }} like '0%'
                and length({{ text }}) < 15
                and try_cast({{ text }} as bigint) > 0
            union all
        {%- endfor %}
        {{ empty_relation({'format_key': 'string', 'bare_id': 'string'}) }}
    ),

    unpadded_ids as (select distinct bare_id from padded),

    matched_ids as (
        {%- for column in bare_columns %}
            select
                {{ format_key('id', column, column['column']) }} as format_key,
                count(*) as bare_values,
                min(source._row) as example_row
            from {{ raw_relation(column) }} as source
            inner join
                unpadded_ids on source.{{ adapter.quote(column['column']) }} = unpadded_ids.bare_id
            group by 1
            union all
        {%- endfor %}
        {{ empty_relation({'format_key': 'string', 'bare_values': 'bigint', 'example_row': 'bigint'}) }}
    ),

    -- A column that contains padded ids did not lose any zeros.
    final as (
        select matched_ids.format_key, matched_ids.bare_values, matched_ids.example_row
        from matched_ids
        anti join padded on matched_ids.format_key = padded.format_key
    )

select *
from final
