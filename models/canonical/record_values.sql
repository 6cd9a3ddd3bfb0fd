with
    record_values as (select * from {{ ref('int_record_values') }}),

    final as (
        select
            system,
            object,
            record_id,
            {{ record_key('system', 'object', 'record_id') }} as entity_key,
            column_values
        from record_values
    )

select *
from final
