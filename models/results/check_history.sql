{{ config(
    materialized='incremental',
    unique_key=['run_id', 'check_id'],
    incremental_strategy='delete+insert',
    full_refresh=false,
) }}

-- Every audited state of the exports, for passes too. The run is named by what was audited,
-- never by the clock: the same files audited twice are one run.
with

results as (
    select * from {{ ref('check_results') }}
),

files as (
    select * from {{ source('raw_handoff', 'files') }}
),

run as (
    select
        substr(md5({{ agg_sorted('file_id', "','") }}), 1, 12) as run_id,
        count(*) as files
    from files
),

final as (
    select
        run.run_id,
        results.check_id,
        results.as_of,
        run.files,
        results.status,
        results.scope,
        results.violations,
        results.rate,
        results.tolerance,
        results.evidence_grade
    from results
    cross join run
)

select * from final
