{{ config(materialized='table') }}
-- The canonical meaning of the words a system exports in columns with a closed vocabulary.
with
    words as (select * from {{ source('raw_handoff', 'vendor_values') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    final as (
        select
            systems.system,
            words.object,
            words.table_name,
            words.column_name,
            words.value_text,
            words.becomes
        from words
        inner join systems on words.vendor = systems.vendor
    )

select *
from final
