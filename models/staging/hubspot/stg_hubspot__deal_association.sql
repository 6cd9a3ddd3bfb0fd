with
    source as (select * from {{ source('raw_hubspot', 'deal_association') }}),

    final as (
        select
            source._system as system,
            {{ null_token('source.deal_id') }} as deal_id,
            {{ null_token('source.contact_id') }} as contact_id,
            {{ null_token('source.company_id') }} as company_id,
            {{ null_token('source.type_id') }} as type_id,
            source._file as source_file,
            source._row as source_row
        from source
        where
            source.deal_id is not null
            and not coalesce({{ to_boolean('source.connector_deleted') }}, false)
    )

select *
from final
