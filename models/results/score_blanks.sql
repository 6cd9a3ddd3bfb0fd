with
    computed as (select * from {{ ref('audit_outcomes__score_blanks') }}),

    final as (
        select day_key, system, day, n, blank_or_zero, share, is_collapse, share_before, share_after
        from computed
    )

select *
from final
