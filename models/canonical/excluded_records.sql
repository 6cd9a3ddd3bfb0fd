with
    excluded as (select * from {{ ref('int_excluded_records') }}),

    final as (select system, object, record_id, entity_key, reason from excluded)

select *
from final
