-- How far the baseline reaches in each object: a record that came later is a new one. Systems have
-- different latest moments, so each object has its own.
with
    baseline_facts as (select * from {{ ref('baseline_facts') }}),

    final as (
        select
            system,
            object,
            max(try_cast(name as timestamp)) as latest_at,
            max(try_cast(value as bigint)) as records_before
        from baseline_facts
        where kind = 'population'
        group by system, object
    )

select *
from final
