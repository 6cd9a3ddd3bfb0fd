{{ config(materialized='table') }}
-- The values of times, numbers and ids that are not written plainly; an export in ISO has none. Written at compile
-- time from the catalog of landed columns.
-- depends_on: {{ ref('declared_handoffs') }}
-- depends_on: {{ ref('declared_handoff_fields') }}
with odd as (
    {%- for kind in ['time', 'number', 'id'] %}
    {%- for table in columns_of_kind(kind) %}
    {%- for column in table['columns'] %}
    {%- set text = 'source.' ~ adapter.quote(column) %}
    select
        {{ format_key(kind, table, column) }} as format_key,
        '{{ kind }}' as kind,
        {{ text }} as value,
        source._row as source_row
    from {{ raw_relation(table) }} as source
    where {{ text }} is not null
        and not coalesce({{ is_plain_value(kind, text) }}, false)
    union all
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    {{ no_rows({
        'format_key': 'string', 'kind': 'string', 'value': 'string', 'source_row': 'bigint',
    }) }}
),

final as (
    select
        format_key,
        kind,
        {{ null_token('value') }} as value,
        source_row
    from odd
    where {{ null_token('value') }} is not null
)

select * from final
