{{ config(materialized='view') }}

-- A run is identified by the audited files, never by the time: the same files audited twice
-- are one run. A view, so that results older than the files can be detected.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    final as (
        select
            substr(md5({{ string_agg_sorted('file_id', "','") }}), 1, 12) as run_id,
            count(*) as files
        from files
    )

select *
from final
