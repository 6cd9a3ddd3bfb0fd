{{ config(materialized='table') }}
-- Mapped people by name, for exports that link records by name instead of by id.
with
    source as (select * from {{ source('raw_mapped', 'people') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    named as (
        select
            source._system as system,
            source._object as object,
            coalesce(
                {{ null_token('source.record_id') }}, source._file || '-' || source._row
            ) as record_id,
            lower(
                trim(
                    coalesce(
                        {{ null_token('source.full_name') }},
                        concat_ws(
                            ' ',
                            {{ null_token('source.first_name') }},
                            {{ null_token('source.last_name') }}
                        )
                    )
                )
            ) as name_text
        from source
        left join systems on source._system = systems.system
    ),

    final as ({{ unique_names('named') }})

select *
from final
