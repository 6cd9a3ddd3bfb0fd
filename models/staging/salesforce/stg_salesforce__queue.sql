with
    source as (select * from {{ source('raw_salesforce', 'queue') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'queue'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('id', 'salesforce_id') }} as record_id,
            {{ null_token('source.name') }} as name,
            {{ null_token('source.developer_name') }} as developer_name,
            {{ null_token('source.type') }} as type,
            {{ null_token('source.email') }} as email,
            {{ time_of('created_date') }} as created_at,
            coalesce(
                {{ time_of('system_modstamp') }},
                {{ time_of('last_modified_date') }},
                {{ time_of('connector_start') }}
            ) as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }} and source.id is not null
    )

select *
from final
