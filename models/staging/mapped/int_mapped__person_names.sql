{{ config(materialized='table') }}
-- Mapped people by name, for exports that link records by name instead of by id.
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
    {{ names_of_one('named') }}
)

select * from final
