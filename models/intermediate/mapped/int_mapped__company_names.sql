{{ config(materialized='table') }}
-- Mapped companies by name, for exports that link records by name instead of by id.
with
    source as (select * from {{ source('raw_mapped', 'companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    named as (
        select
            source._system as system,
            source._object as object,
            coalesce(
                {{ null_token('source.record_id') }}, source._file || '-' || source._row
            ) as record_id,
            lower(trim(source.name)) as name_text
        from source
        left join systems on source._system = systems.system
    ),

    final as ({{ unique_names('named') }})

select *
from final
