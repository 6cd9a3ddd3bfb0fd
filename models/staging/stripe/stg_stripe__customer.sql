with
    source as (select * from {{ source('raw_stripe', 'customer') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_stripe' and table_name = 'customer'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.name') }} as name,
            {{ null_token('source.description') }} as description,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.address_city') }} as address_city,
            {{ null_token('source.address_state') }} as address_state,
            {{ null_token('source.address_postal_code') }} as address_postal_code,
            {{ null_token('source.address_country') }} as address_country,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('created') }} as created_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
