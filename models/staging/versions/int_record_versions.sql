{{ config(materialized='table') }}
-- Records the exports hold in more than one version. A nightly export that changes nothing has none, so this
-- is a group by over the keys and little else; staging leaves out what is not current. Versions of one stamp
-- follow the rows of their file (a log) or, from several files, the moments of the exports, then their content:
-- never the order of loading. A row of another kind than its file was mapped for (a total, a payment among invoices)
-- is no version of anything.
-- depends_on: {{ ref('declared_systems') }}
-- depends_on: {{ ref('int_read_values') }}
-- depends_on: {{ ref('int_mapped__values') }}
-- depends_on: {{ source('raw_handoff', 'vendor_values') }}
{%- set tables = catalog_tables() %}
{%- set mixed = tables_of_mixed_rows() %}

with systems as (
    select * from {{ ref('declared_systems') }}
),

files as (
    select * from {{ source('raw_handoff', 'files') }}
),

read_values as (
    select * from {{ ref('int_read_values') }}
),

{{ row_word_ctes() }},
{% for table in tables %}
{%- set alias = table['schema'] ~ '_' ~ table['table'] -%}
{%- set object = 'raw._object' if table['vendor'] == 'mapped' else dbt.string_literal(table['object']) -%}
{%- set short = 'substr(raw.' ~ adapter.quote(table['key']) ~ ', 1, 15)'
    if table['key_kind'] == 'salesforce_id' else 'raw.' ~ adapter.quote(table['key']) %}
{%- set is_mixed = table['vendor'] == 'mapped' and table['table'] in mixed %}
{%- if is_mixed %}
{{ alias }}_unwanted as (
    select
        raw._system as system,
        raw._object as object,
        raw._file as source_file,
        raw._row as source_row
    from {{ raw_relation(table) }} as raw
    {{ join_row_words(table['table'], 'raw') }}
    where not ({{ row_is_wanted() }})
),
{% endif %}
{%- set but_unwanted %}
    {%- if is_mixed %}
    anti join {{ alias }}_unwanted as unwanted
        on raw._file = unwanted.source_file
        and raw._row = unwanted.source_row
        and raw._system = unwanted.system
        and raw._object = unwanted.object
    {%- endif %}
{%- endset %}
{{ alias }}_repeated as (
    select
        raw._system as system,
        {{ object }} as object,
        {{ short }} as short_key
    from {{ raw_relation(table) }} as raw
    {{- but_unwanted }}
    where raw.{{ adapter.quote(table['key']) }} is not null
        and raw.{{ adapter.quote(table['key']) }} <> ''
    group by 1, 2, 3
    having count(*) > 1
),

{{ alias }} as (
    select
        {{ dbt.string_literal(table['schema']) }} as table_schema,
        {{ dbt.string_literal(table['table']) }} as table_name,
        raw._system as system,
        {{ object }} as object,
        {{ catalog_key(table, 'raw') }} as record_id,
        coalesce(
            {%- for stamp in table['stamps'] %}
            {{ time_of(stamp, source='raw') }},
            {%- endfor %}
            cast(null as timestamp)
        ) as changed_at,
        md5(concat_ws('|'
            {%- for column in table['columns'] -%}
            , coalesce(raw.{{ adapter.quote(column) }}, '')
            {%- endfor -%}
        )) as content,
        raw._file as source_file,
        raw._row as source_row
    from {{ raw_relation(table) }} as raw
    inner join {{ alias }}_repeated as repeated
        on raw._system = repeated.system
        and {{ object }} = repeated.object
        and {{ short }} = repeated.short_key
    {{- but_unwanted }}
    left join systems on raw._system = systems.system
    left join read_values
        on raw._file = read_values.source_file
        and raw._row = read_values.source_row
        and raw._system = read_values.system
        and {{ object }} = read_values.object
        and read_values.table_schema = {{ dbt.string_literal(table['schema']) }}
        and read_values.table_name = {{ dbt.string_literal(table['table']) }}
),
{% endfor %}
versions as (
    {%- for table in tables %}
    select
        table_schema, table_name, system, object, record_id, changed_at, content, source_file, source_row
    from {{ table['schema'] ~ '_' ~ table['table'] }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- else %}
    {{ no_rows({
        'table_schema': 'string', 'table_name': 'string', 'system': 'string', 'object': 'string',
        'record_id': 'string', 'changed_at': 'timestamp', 'content': 'string',
        'source_file': 'string', 'source_row': 'bigint',
    }) }}
    {%- endfor %}
),

tied as (
    select
        versions.table_schema,
        versions.table_name,
        versions.system,
        versions.object,
        versions.record_id,
        versions.changed_at,
        files.exported_at,
        versions.content,
        versions.source_file,
        versions.source_row,
        min(versions.source_file) over same_stamp = max(versions.source_file) over same_stamp as is_one_file
    from versions
    left join files
        on versions.source_file = files.file_id
        and versions.system = files.system
        and versions.object = files.object
        and versions.table_name = files.table_name
    -- Ids that a spreadsheet made equal are no versions of one record.
    where versions.record_id is not null
    window same_stamp as (
        partition by versions.table_schema, versions.table_name, versions.system, versions.object,
            versions.record_id, versions.changed_at
    )
),

final as (
    select
        table_schema,
        table_name,
        system,
        object,
        record_id,
        changed_at,
        source_file,
        source_row,
        row_number() over latest as version_from_latest,
        row_number() over latest = 1 as is_current
    from tied
    window latest as (
        partition by table_schema, table_name, system, object, record_id
        order by
            changed_at desc nulls last,
            case when is_one_file then source_row end desc nulls last,
            exported_at desc nulls last,
            content desc,
            source_file desc,
            source_row desc
    )
    {%- for table in tables if table['vendor'] == 'mapped' and table['table'] in mixed %}
    union all
    select
        {{ dbt.string_literal(table['schema']) }} as table_schema,
        {{ dbt.string_literal(table['table']) }} as table_name,
        system,
        object,
        cast(null as {{ dbt.type_string() }}) as record_id,
        cast(null as timestamp) as changed_at,
        source_file,
        source_row,
        cast(null as bigint) as version_from_latest,
        false as is_current
    from {{ table['schema'] ~ '_' ~ table['table'] }}_unwanted
    {%- endfor %}
)

select * from final
