{{ config(
    materialized='incremental',
    unique_key=['run_id'],
    incremental_strategy='delete+insert',
    full_refresh=false,
) }}

-- Results of every audited state of the exports per handoff: the input of `handoff diff`.
with
    results as (select * from {{ ref('handoff_results') }}),

    as_of as (select * from {{ ref('as_of') }}),

    run as (select * from {{ ref('current_run') }}),

    final as (
        select
            run.run_id,
            results.check_id,
            results.handoff_id,
            as_of.as_of,
            run.files,
            results.finding_id,
            results.status,
            results.scope,
            results.violations,
            results.waived,
            results.not_judged,
            results.rate
        from results
        cross join as_of
        cross join run
    )

select *
from final
