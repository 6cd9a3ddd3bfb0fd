-- Checks without a verdict by reason, and the export columns that would give them one.
with
    results as (
        select * from {{ ref('check_results') }} where status in ('not_computable', 'error')
    ),

    final as (
        select
            coalesce(reason, status) as reason,
            missing_inputs,
            count(*) as checks,
            {{ string_agg_sorted('check_id') }} as check_ids
        from results
        group by coalesce(reason, status), missing_inputs
    )

select *
from final
