-- Field fidelity as fields and verdicts.
with
    verdicts as (select * from {{ ref('audit_fidelity__verdicts') }}),

    final as (
        select handoff_id, field, verdict, count(*) as values_compared
        from verdicts
        group by handoff_id, field, verdict
    )

select *
from final
