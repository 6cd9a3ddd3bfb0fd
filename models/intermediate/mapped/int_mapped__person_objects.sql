{{ config(materialized='table') }}
-- The object of each mapped person, for exports that contain only the id.
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
