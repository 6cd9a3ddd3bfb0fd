{{ config(materialized='table') }}
-- Records with more than one version in the exports. A nightly export without changes adds no
-- version, so this is a group by over the keys; staging keeps only current versions. Versions
-- with equal or missing timestamps are ordered by the latest export that contains them and,
-- within one file, by row: never by the order of loading. So a record that changed back has
-- the version of the latest export. A row of another kind than its file was mapped for (a
-- total, a payment among invoices) is not a version.
-- depends_on: {{ ref('declared_systems') }}
-- depends_on: {{ ref('int_parsed_values') }}
-- depends_on: {{ ref('int_vendor_words') }}
-- depends_on: {{ source('raw_handoff', 'vendor_values') }}
{%- set tables = catalog_tables() %}
{%- set mixed = tables_of_mixed_rows() %}

with
    systems as (select * from {{ ref('declared_systems') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    other_sightings as (select * from {{ source('raw_handoff', 'sightings') }}),

    read_values as (select * from {{ ref('int_parsed_values') }}),

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
                from {{ raw_relation(table) }} as raw {{ join_row_words(table['table'], 'raw') }}
                where not ({{ is_kept_row() }})
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
            select raw._system as system, {{ object }} as object, {{ short }} as short_key
            from {{ raw_relation(table) }} as raw {{- but_unwanted }}
            where
                raw.{{ adapter.quote(table['key']) }} is not null
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
                raw._file as source_file,
                raw._row as source_row
            from {{ raw_relation(table) }} as raw
            inner join
                {{ alias }}_repeated as repeated
                on raw._system = repeated.system
                and {{ object }} = repeated.object
                and {{ short }} = repeated.short_key
                {{- but_unwanted }}
            left join systems on raw._system = systems.system
            left join
                read_values
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
                table_schema,
                table_name,
                system,
                object,
                record_id,
                changed_at,
                source_file,
                source_row
            from {{ table['schema'] ~ '_' ~ table['table'] }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- else %}
            {{ empty_relation({
        'table_schema': 'string', 'table_name': 'string', 'system': 'string', 'object': 'string',
        'record_id': 'string', 'changed_at': 'timestamp',
        'source_file': 'string', 'source_row': 'bigint',
    }) }}
        {%- endfor %}
    ),

    -- Ids that a spreadsheet made equal do not identify versions of one record.
    identified_versions as (select * from versions where record_id is not null),

    sighting_rows as (
        select identified_versions.*, source_file as seen_file, source_row as seen_row
        from identified_versions
        union all
        select
            identified_versions.*,
            other_sightings.file_id as seen_file,
            other_sightings.file_row as seen_row
        from identified_versions
        inner join
            other_sightings
            on identified_versions.source_file = other_sightings.of_file
            and identified_versions.source_row = other_sightings.of_row
            and identified_versions.system = other_sightings.system
            and identified_versions.object = other_sightings.object
            and identified_versions.table_schema = other_sightings.table_schema
            and identified_versions.table_name = other_sightings.table_name
    ),

    sightings as (
        select
            sighting_rows.*,
            files.exported_at,
            files.export_order,
            row_number() over (
                partition by
                    sighting_rows.table_schema,
                    sighting_rows.table_name,
                    sighting_rows.system,
                    sighting_rows.object,
                    sighting_rows.source_file,
                    sighting_rows.source_row
                order by
                    files.exported_at desc nulls last,
                    files.export_order desc,
                    sighting_rows.seen_file desc,
                    sighting_rows.seen_row desc
            ) as sighting_from_latest
        from sighting_rows
        left join
            files
            on sighting_rows.seen_file = files.file_id
            and sighting_rows.system = files.system
            and sighting_rows.object = files.object
            and sighting_rows.table_name = files.table_name
    ),

    last_seen as (select * from sightings where sighting_from_latest = 1),

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
        from last_seen
        window
            latest as (
                partition by table_schema, table_name, system, object, record_id
                order by
                    changed_at desc nulls last,
                    exported_at desc nulls last,
                    export_order desc,
                    seen_file desc,
                    seen_row desc,
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

select *
from final
