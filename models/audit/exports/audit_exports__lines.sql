{{ config(materialized='view') }}
-- What the audit could not read: rejected records and files that were not loaded. A file that was
-- replaced at its path, or by a later full export of its series, does not count any more.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    rejects as (select * from {{ source('raw_handoff', 'rejects') }}),

    labelled as (
        select
            file_id,
            system,
            {{ file_label('files') }} as path,
            message,
            status in ('loaded', 'unchanged') as is_loaded,
            row_number() over (
                partition by
                    path, member, system, object, table_name, status in ('loaded', 'unchanged')
                order by generation desc nulls last, file_id
            ) as place_at_path,
            row_number() over (
                partition by
                    export_series, system, object, table_name, status in ('loaded', 'unchanged')
                order by exported_at desc nulls last, export_order desc, file_id desc
            ) as place_in_series,
            export = 'full' as is_full,
            -- A file that nothing recognises is an export if a system claims it.
            status <> 'unknown' or claimed_by is not null as is_export
        from files
    ),

    in_force as (
        select *
        from labelled
        where
            is_export
            and (
                not is_loaded
                or place_at_path = 1
                and (place_in_series = 1 or not coalesce(is_full, false))
            )
    ),

    judged as (
        select
            case
                when rejects.line is null
                then in_force.path
                else in_force.path || ':' || rejects.line
            end as line_key,
            in_force.system,
            in_force.path,
            rejects.line,
            case when in_force.is_loaded then rejects.reason else in_force.message end as reason,
            not in_force.is_loaded or rejects.file_id is not null as is_unread
        from in_force
        left join rejects on in_force.file_id = rejects.file_id and in_force.is_loaded
    ),

    -- A file that is mapped twice, or that failed where an earlier one is loaded, is one row.
    final as (
        select
            line_key,
            min(system) as system,
            min(path) as path,
            min(line) as line,
            min(reason) as reason,
            bool_or(is_unread) as is_unread
        from judged
        group by line_key
    )

select *
from final
