{{ config(materialized='table') }}
-- Infers deletions: records that are missing from a full export although an earlier export
-- contained them. The exports of a record are those of its stored rows and the latest ones
-- that only repeated them (raw_handoff.sightings). It is deleted if a full export is newer
-- than all of them: its timestamp is later or, with the same or none, it follows the last file
-- that contained the record in its series (ingest/history/export_order.py). A record in a
-- later export exists again. The result does not depend on the order of loading. An export
-- without a timestamp may be the newest: its records are deleted only if its own file was
-- replaced.
with
    records as (select * from {{ ref('int_records') }}),

    raw_files as (select * from {{ source('raw_handoff', 'files') }}),

    other_sightings as (select * from {{ source('raw_handoff', 'sightings') }}),

    files as (select * from raw_files where status in ('loaded', 'unchanged')),

    stored as (select * from records where short_key <> ''),

    sightings as (
        select table_schema, table_name, system, object, short_key, source_file as file_id
        from stored
        union all
        select
            stored.table_schema,
            stored.table_name,
            stored.system,
            stored.object,
            stored.short_key,
            other_sightings.file_id
        from stored
        inner join
            other_sightings
            on stored.source_file = other_sightings.of_file
            and stored.source_row = other_sightings.of_row
            and stored.system = other_sightings.system
            and stored.object = other_sightings.object
            and stored.table_schema = other_sightings.table_schema
            and stored.table_name = other_sightings.table_name
    ),

    full_exports as (
        select table_schema, table_name, system, object, exported_at, export_series, export_order
        from files
        where export = 'full'
    ),

    record_exports as (
        select
            sightings.*,
            files.exported_at,
            files.export_series,
            files.export_order,
            max(files.exported_at) over (
                partition by
                    sightings.table_schema,
                    sightings.table_name,
                    sightings.system,
                    sightings.object,
                    sightings.short_key
            ) as last_seen_at
        from sightings
        inner join
            files
            on sightings.file_id = files.file_id
            and sightings.system = files.system
            and sightings.object = files.object
            and sightings.table_name = files.table_name
    ),

    last_seen as (
        select
            table_schema,
            table_name,
            system,
            object,
            short_key,
            last_seen_at,
            count(*) = count(exported_at) as is_dated,
            min(export_series) = max(export_series) as is_of_one_series,
            max(export_series) as export_series,
            max(export_order) as export_order
        from record_exports
        where exported_at is null or exported_at = last_seen_at
        group by 1, 2, 3, 4, 5, 6
    ),

    deleted_keys as (
        select
            last_seen.table_schema,
            last_seen.table_name,
            last_seen.system,
            last_seen.object,
            last_seen.short_key,
            min(full_exports.exported_at) as gone_at
        from last_seen
        inner join
            full_exports
            on last_seen.table_schema = full_exports.table_schema
            and last_seen.table_name = full_exports.table_name
            and last_seen.system = full_exports.system
            and last_seen.object = full_exports.object
        where
            (last_seen.is_dated and full_exports.exported_at > last_seen.last_seen_at)
            or (
                last_seen.is_of_one_series
                and full_exports.export_series = last_seen.export_series
                and full_exports.export_order > last_seen.export_order
                and (
                    full_exports.exported_at is null
                    or (last_seen.is_dated and full_exports.exported_at = last_seen.last_seen_at)
                )
            )
        group by 1, 2, 3, 4, 5
    ),

    final as (
        select
            system,
            case when table_schema = 'raw_mapped' then table_name end as entity,
            object,
            stored.source_file,
            stored.source_row,
            deleted_keys.gone_at
        from stored
        inner join deleted_keys using (table_schema, table_name, system, object, short_key)
    )

select *
from final
