{{ config(materialized='table') }}
-- Mapped companies and people by name, for exports that link records by name instead of by id. A name two
-- records share stands for none.
with companies as (
    select * from {{ source('raw_mapped', 'companies') }}
),

people as (
    select * from {{ source('raw_mapped', 'people') }}
),

named as (
    select
        'companies' as table_name,
        _system as system,
        _object as object,
        coalesce({{ null_token('record_id') }}, _file || '-' || _row) as record_id,
        lower(trim(name)) as name_text
    from companies
    union all
    select
        'people' as table_name,
        _system as system,
        _object as object,
        coalesce({{ null_token('record_id') }}, _file || '-' || _row) as record_id,
        lower(trim(coalesce({{ null_token('full_name') }}, concat_ws(' ', {{ null_token('first_name') }}, {{ null_token('last_name') }})))) as name_text
    from people
),

final as (
    select
        table_name,
        system,
        name_text,
        min(object) as object,
        min(record_id) as record_id
    from named
    where name_text <> ''
    group by 1, 2, 3
    having min(record_id) = max(record_id) and min(object) = max(object)
)

select * from final
