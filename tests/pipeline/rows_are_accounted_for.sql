-- Every record of every file was loaded, was loaded before, or was rejected with its text, and
-- every reject is stored. If the counts of a file do not add up, this project has a fault.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    rejects as (
        select file_id, count(*) as rejects_kept
        from {{ source('raw_handoff', 'rejects') }}
        group by file_id
    )

select
    files.file_id,
    files.path,
    files.records_in_file,
    files.rows_loaded,
    files.rows_unchanged,
    files.rows_rejected,
    coalesce(rejects.rejects_kept, 0) as rejects_kept
from files
left join rejects on files.file_id = rejects.file_id
where
    files.records_in_file
    is distinct from files.rows_loaded
    + files.rows_unchanged
    + files.rows_rejected
    or files.rows_rejected is distinct from coalesce(rejects.rejects_kept, 0)
