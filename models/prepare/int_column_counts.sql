{{ config(materialized='table') }}
-- Counts per exported column of times, numbers and ids, from one pass over each raw table.
-- The SQL is generated at compile time from the catalog of loaded columns. The other models
-- here know a column only by its format_key.
-- depends_on: {{ ref('declared_handoffs') }}
-- depends_on: {{ ref('declared_handoff_fields') }}
{%- set tables = {'time': columns_of_kind('time'), 'number': columns_of_kind('number'), 'id': columns_of_kind('id')} %}

with
    {%- for kind in tables %}
        {%- for table in tables[kind] %}
            {{ kind }}_{{ table['schema'] }}_{{ table['table'] }} as (
                select
                    source._system,
                    {{ raw_object(table) }} as _object,
                    source._file
                    {%- for column in table['columns'] %}
                        {%- set text = 'source.' ~ adapter.quote(column) %},
                        count({{ text }}) as filled_{{ loop.index }}
                        {%- if kind == 'time' %}
                            ,
                            max(
                                case
                                    when substr({{ text }}, 5, 1) = '-'
                                    then substr({{ text }}, 9, 2)
                                end
                            ) as last_day_{{ loop.index }}
                        {%- elif kind == 'number' %}
                            ,
                            count_if(
                                substr({{ text }}, -3, 1) = '.' and {{ text }} not like '%,%'
                            ) as points_{{ loop.index }}
                        {%- else %}
                            ,
                            {%- set is_whole = "substr(" ~ text ~ ", -1) between '0' and '9' then try_cast(" ~ text ~ " as bigint) is not null" %}
                            count_if(
                                case
                                    when
                                        {{ text }} like '0%'
                                        and length({{ text }}) < 15
                                        and {{ is_whole }}
                                end
                            ) as padded_{{ loop.index }},
                            count_if(
                                case
                                    when
                                        substr({{ text }}, 1, 1) between '1' and '9'
                                        and {{ is_whole }}
                                end
                            ) as bare_{{ loop.index }}
                        {%- endif %}
                    {%- endfor %}
                from {{ raw_relation(table) }} as source
                group by 1, 2, 3
            ),
        {%- endfor %}
    {%- endfor %}

    counted as (
        {%- for kind in tables %}
            {%- for table in tables[kind] %}
                {%- for column in table['columns'] %}
                    select
                        {{ format_key(kind, table, column) }} as format_key,
                        source._system as system,
                        source._file as source_file,
                        source._object as object,
                        {{ dbt.string_literal(table['schema']) }} as table_schema,
                        {{ dbt.string_literal(table['table']) }} as table_name,
                        {{ dbt.string_literal(column) }} as column_name,
                        '{{ kind }}' as kind,
                        source.filled_{{ loop.index }} as filled_values,
                        {{ 'source.last_day_' ~ loop.index if kind == 'time' else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
                        as last_iso_day,
                        {{ 'source.points_' ~ loop.index if kind == 'number' else 'cast(0 as bigint)' }}
                        as point_values,
                        {{ 'source.padded_' ~ loop.index if kind == 'id' else 'cast(0 as bigint)' }}
                        as padded_values,
                        {{ 'source.bare_' ~ loop.index if kind == 'id' else 'cast(0 as bigint)' }}
                        as bare_values
                    from {{ kind }}_{{ table['schema'] }}_{{ table['table'] }} as source
                    union all
                {%- endfor %}
            {%- endfor %}
        {%- endfor %}
        {{ empty_relation({
        'format_key': 'string', 'system': 'string', 'source_file': 'string', 'object': 'string',
        'table_schema': 'string', 'table_name': 'string', 'column_name': 'string',
        'kind': 'string', 'filled_values': 'bigint', 'last_iso_day': 'string',
        'point_values': 'bigint', 'padded_values': 'bigint', 'bare_values': 'bigint',
    }) }}
    ),

    final as (
        select
            format_key,
            system,
            source_file,
            object,
            table_schema,
            table_name,
            column_name,
            kind,
            filled_values,
            last_iso_day,
            point_values,
            padded_values,
            bare_values
        from counted
        where filled_values > 0
    )

select *
from final
