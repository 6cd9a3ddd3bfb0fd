{{ config(materialized='table') }}
-- Times, numbers and ids that are not in plain form; an export in ISO has none. Generated at
-- compile time from the catalog of loaded columns.
-- depends_on: {{ ref('declared_handoffs') }}
-- depends_on: {{ ref('declared_handoff_fields') }}
with
    systems as (select * from {{ ref('declared_systems') }}),

    nonstandard_values as (
        {%- for kind in ['time', 'number', 'id'] %}
            {%- for table in columns_of_kind(kind) %}
                {%- for column in table['columns'] %}
                    {%- set text = 'source.' ~ adapter.quote(column) %}
                    select
                        {{ format_key(kind, table, column) }} as format_key,
                        '{{ kind }}' as kind,
                        {{ null_token(text, table['schema'].removeprefix('raw_')) }} as value,
                        source._row as source_row
                    from {{ raw_relation(table) }} as source
                    {%- if table['is_mapped'] %}
                        left join systems on source._system = systems.system
                    {%- endif %}
                    where
                        {{ text }} is not null
                        and not coalesce({{ is_plain_value(kind, text) }}, false)
                    union all
                {%- endfor %}
            {%- endfor %}
        {%- endfor %}
        {{ empty_relation({
        'format_key': 'string', 'kind': 'string', 'value': 'string', 'source_row': 'bigint',
    }) }}
    ),

    final as (
        select format_key, kind, value, source_row from nonstandard_values where value is not null
    )

select *
from final
