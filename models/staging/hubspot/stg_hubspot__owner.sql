with
    source as (select * from {{ source('raw_hubspot', 'owner') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'owner'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('id') }} as record_id,
            {{ null_token('source.email') }} as email,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.type') }} as owner_type,
            {{ id_of('user_id') }} as user_id,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('created_at') }} as created_at,
            {{ time_of('updated_at') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }} and source.id is not null
    )

select *
from final
