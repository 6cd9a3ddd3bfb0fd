{{ config(
    materialized='incremental',
    unique_key=['run_id', 'check_id'],
    incremental_strategy='delete+insert',
    full_refresh=false,
) }}

-- Results of every audited state of the exports, including passes.
with
    results as (select * from {{ ref('check_results') }}),

    run as (select * from {{ ref('current_run') }}),

    final as (
        select
            run.run_id,
            results.check_id,
            results.as_of,
            run.files,
            results.status,
            results.scope,
            results.violations,
            results.waived,
            results.not_judged,
            results.rate,
            results.tolerance,
            results.evidence_grade
        from results
        cross join run
    )

select *
from final
