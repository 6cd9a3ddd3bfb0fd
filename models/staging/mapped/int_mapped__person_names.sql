{{ config(materialized='table') }}
-- Mapped people by name, for exports that link records by name instead of by id. A name two records share
-- stands for none.
with source as (
    select * from {{ source('raw_mapped', 'people') }}
),

named as (
    select
        _system as system,
        _object as object,
        coalesce({{ null_token('record_id') }}, _file || '-' || _row) as record_id,
        lower(trim(coalesce({{ null_token('full_name') }}, concat_ws(' ', {{ null_token('first_name') }}, {{ null_token('last_name') }})))) as name_text
    from source
),

final as (
    select
        system,
        name_text,
        min(object) as object,
        min(record_id) as record_id
    from named
    where name_text <> ''
    group by 1, 2
    having min(record_id) = max(record_id) and min(object) = max(object)
)

select * from final
