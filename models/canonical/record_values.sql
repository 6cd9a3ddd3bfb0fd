with
    record_values as (select * from {{ ref('int_record_values') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    kept as ({{ without_excluded('record_values') }}),

    final as (
        select
            system,
            object,
            record_id,
            {{ record_key('system', 'object', 'record_id') }} as entity_key,
            column_values
        from kept
    )

select *
from final
