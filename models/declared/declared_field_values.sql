with
    source as (select * from {{ source('declared', 'field_values') }}),

    final as (select handoff_id, field, source_value, target_value, declared_in from source)

select *
from final
