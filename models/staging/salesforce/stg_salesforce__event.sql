with
    source as (select * from {{ source('raw_salesforce', 'event') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'event'
    ),

    final as (
        select
            source._system as system,
            coalesce(
                {{ id_of('id', 'salesforce_id') }}, source._file || '-' || source._row
            ) as record_id,
            coalesce(
                {{ id_of('who_id', 'salesforce_id') }},
                {{ id_of('lead_id', 'salesforce_id') }},
                {{ id_of('contact_id', 'salesforce_id') }}
            ) as who_id,
            {{ null_token('source.subject') }} as subject,
            {{ null_token('source.type') }} as type,
            {{ null_token('source.event_subtype') }} as event_subtype,
            {{ id_of('owner_id', 'salesforce_id') }} as owner_id,
            {{ null_token('source.owner_name') }} as owner_name,
            {{ null_token('source.owner_email') }} as owner_email,
            {{ id_of('created_by_id', 'salesforce_id') }} as created_by_id,
            {{ id_of('last_modified_by_id', 'salesforce_id') }} as last_modified_by_id,
            {{ is_marked_deleted() }} as is_deleted,
            coalesce(
                {{ time_of('start_date_time') }},
                {{ time_of('activity_date_time') }},
                {{ time_of('activity_date') }}
            ) as starts_at,
            {{ time_of('created_date') }} as created_at,
            coalesce(
                {{ time_of('system_modstamp') }},
                {{ time_of('last_modified_date') }},
                {{ time_of('connector_start') }}
            ) as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
