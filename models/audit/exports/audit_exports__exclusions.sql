with
    excluded_records as (select * from {{ ref('excluded_records') }}),

    final as (
        select
            system || '/' || object || '/' || reason as exclusion_key,
            system,
            object,
            reason,
            count(*) as record_count
        from excluded_records
        group by system, object, reason
    )

select *
from final
