-- Violations of each handoff in every audited state of the exports.
with
    history as (select * from {{ ref('handoff_history') }}),

    final as (
        select
            run_id,
            handoff_id,
            max(as_of) as as_of,
            count(*) as checks,
            count(case when status = 'fail' then 1 end) as failing_checks,
            cast(sum(violations) as bigint) as violations
        from history
        group by run_id, handoff_id
    )

select *
from final
