{{ config(materialized='table') }}
-- Records with more than one version in the exports. A nightly export without changes adds no
-- version, so this is a group by over the keys; staging keeps only current versions. Versions
-- with equal or missing timestamps are ordered by the latest export that contains them and,
-- within one file, by row: never by the order of loading. So a record that changed back has
-- the version of the latest export. A row of another kind than its file was mapped for (a
-- total, a payment among invoices) is not a version. A version is another record if its last file
-- is that of the current one, nothing dates it differently, and the first sign of identity that
-- both have differs (raw_handoff.records).
with
    records as (select * from {{ ref('int_records') }}),

    catalog as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    other_sightings as (select * from {{ source('raw_handoff', 'sightings') }}),

    read_values as (select * from {{ ref('int_parsed_values') }}),

    {{ row_word_ctes() }},

    unwanted as (
        select
            records.table_schema,
            records.table_name,
            records.system,
            records.object,
            records.source_file,
            records.source_row
        from records {{ join_row_words('records', 'records.table_name', 'system', 'object') }}
        where records.table_schema = 'raw_mapped' and not ({{ is_kept_row() }})
    ),

    wanted as (
        select records.*
        from records
        anti join
            unwanted
            on records.table_schema = unwanted.table_schema
            and records.table_name = unwanted.table_name
            and records.system = unwanted.system
            and records.object = unwanted.object
            and records.source_file = unwanted.source_file
            and records.source_row = unwanted.source_row
        where records.short_key <> ''
    ),

    repeated as (
        select *
        from wanted
        qualify count(*) over (partition by table_schema, table_name, system, object, short_key) > 1
    ),

    -- Which columns the key and the stamps are.
    key_columns as (
        select
            table_schema,
            table_name,
            max(case when is_key then column_name end) as key_column,
            max(key_kind) as key_kind,
            max(case when stamp_order = 1 then column_name end) as stamp_column_1,
            max(case when stamp_order = 2 then column_name end) as stamp_column_2,
            max(case when stamp_order = 3 then column_name end) as stamp_column_3
        from catalog
        where vendor = 'mapped' or table_schema <> 'raw_mapped'
        group by 1, 2
    ),

    dated as (
        select
            repeated.*,
            key_columns.key_column,
            key_columns.key_kind,
            read_values.lost_ids,
            {%- for number in [1, 2, 3] %}
                {%- set column = 'key_columns.stamp_column_' ~ number %}
                {%- set text = 'repeated.stamp_' ~ number %}
                {%- set zone = "case when substr(" ~ column ~ ", -4) = '_utc' then 'UTC' else systems.time_zone end" %}
                case
                    when {{ is_iso(text) }}
                    then {{ iso_to_utc(text, zone) }}
                    else {{ map_value('read_values.times', column) }}
                end as moment_{{ number }}{{ ',' if not loop.last }}
            {%- endfor %}
        from repeated
        left join
            key_columns
            on repeated.table_schema = key_columns.table_schema
            and repeated.table_name = key_columns.table_name
        left join systems on repeated.system = systems.system
        left join
            read_values
            on repeated.source_file = read_values.source_file
            and repeated.source_row = read_values.source_row
            and repeated.system = read_values.system
            and repeated.object = read_values.object
            and repeated.table_schema = read_values.table_schema
            and repeated.table_name = read_values.table_name
    ),

    versions as (
        select
            dated.table_schema,
            dated.table_name,
            dated.system,
            dated.object,
            case
                when position('|' || dated.key_column || '|' in dated.lost_ids) > 0
                then null
                when dated.key_kind = 'salesforce_id'
                then {{ salesforce_id('dated.key_text') }}
                when dated.table_schema = 'raw_mapped'
                then {{ null_token('dated.key_text', 'mapped') }}
                else dated.key_text
            end as record_id,
            coalesce(dated.moment_1, dated.moment_2, dated.moment_3) as changed_at,
            {%- for number in [1, 2, 3] %}
                {%- set sign = 'dated.identity_' ~ number %}
                case
                    when dated.table_schema = 'raw_mapped'
                    then lower(trim({{ null_token(sign, 'mapped') }}))
                    else lower(trim({{ sign }}))
                end as identity_{{ number }},
            {%- endfor %}
            dated.source_file,
            dated.source_row
        from dated
        left join systems on dated.system = systems.system
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
            row_number() over latest = 1 as is_current,
            seen_file,
            seen_row,
            case
                when
                    seen_file = first_value(seen_file) over latest
                    and coalesce(changed_at = first_value(changed_at) over latest, true)
                    and coalesce(
                        {%- for number in [1, 2, 3] %}
                            nullif(identity_{{ number }}, '')
                            <> nullif(first_value(identity_{{ number }}) over latest, '')
                            {{ ',' if not loop.last }}
                        {%- endfor %}
                    )
                then first_value(seen_row) over latest
            end as contradicted_row
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
        union all
        select
            table_schema,
            table_name,
            system,
            object,
            cast(null as {{ dbt.type_string() }}) as record_id,
            cast(null as timestamp) as changed_at,
            source_file,
            source_row,
            cast(null as bigint) as version_from_latest,
            false as is_current,
            cast(null as {{ dbt.type_string() }}) as seen_file,
            cast(null as bigint) as seen_row,
            cast(null as bigint) as contradicted_row
        from unwanted
    )

select *
from final
