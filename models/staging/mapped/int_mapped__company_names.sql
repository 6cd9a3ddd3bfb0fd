{{ config(materialized='table') }}
-- Mapped companies by name, for exports that link records by name instead of by id.
with source as (
    select * from {{ source('raw_mapped', 'companies') }}
),

named as (
    select
        _system as system,
        _object as object,
        coalesce({{ null_token('record_id') }}, _file || '-' || _row) as record_id,
        lower(trim(name)) as name_text
    from source
),

final as (
    {{ names_of_one('named') }}
)

select * from final
