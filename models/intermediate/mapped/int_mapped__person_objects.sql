{{ config(materialized='table') }}
-- Which object a mapped person is of, for exports that link records by an id alone.
with
    source as (select * from {{ source('raw_mapped', 'people') }}),

    final as (
        select _system as system, record_id, min(_object) as object
        from source
        where record_id is not null
        group by 1, 2
    )

select *
from final
