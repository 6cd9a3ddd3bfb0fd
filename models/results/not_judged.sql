-- Rows that a check could not judge, by reason. The evidence of the check lists them.
with
    check_counts as (select * from {{ ref('check_counts') }}),

    final as (
        select
            check_id,
            handoff_id,
            not_judged_because as reason,
            cast(sum(not_judged) as bigint) as not_judged,
            min(example_record_id) as example_record_id
        from check_counts
        where not_judged > 0
        group by check_id, handoff_id, not_judged_because
    )

select *
from final
