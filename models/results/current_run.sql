{{ config(materialized='view') }}

-- The audited files identify a run, never the time: the same files audited twice are one run.
-- A run of declarations only has no file. This model is a view, so that the project can detect
-- results older than the files.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    final as (
        select
            substr(md5(coalesce({{ string_agg_sorted('file_id', "','") }}, '')), 1, 12) as run_id,
            count(*) as files
        from files
    )

select *
from final
