with
    source as (select * from {{ source('raw_salesforce', 'user') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'user'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('id', 'salesforce_id') }} as record_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.name') }} as full_name,
            {{ null_token('source.user_type') }} as user_type,
            {{ to_boolean('source.is_active') }} as is_active,
            {{ id_of('manager_id', 'salesforce_id') }} as manager_id,
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
