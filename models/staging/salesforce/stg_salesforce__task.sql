with
    source as (select * from {{ source('raw_salesforce', 'task') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'task'
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
            {{ null_token('source.task_subtype') }} as task_subtype,
            {{ null_token('source.call_type') }} as call_type,
            {{ null_token('source.call_disposition') }} as call_disposition,
            {{ duration_in_seconds(null_token('source.call_duration_in_seconds')) }}
            as call_duration_seconds,
            {{ null_token('source.status') }} as status,
            {{ id_of('owner_id', 'salesforce_id') }} as owner_id,
            {{ null_token('source.owner_name') }} as owner_name,
            {{ null_token('source.owner_email') }} as owner_email,
            {{ to_boolean('source.is_closed') }} as is_closed,
            {{ id_of('created_by_id', 'salesforce_id') }} as created_by_id,
            {{ id_of('last_modified_by_id', 'salesforce_id') }} as last_modified_by_id,
            {{ is_marked_deleted() }} as is_deleted,
            {{ date_of('activity_date') }} as activity_on,
            {{ time_of('completed_date_time') }} as completed_at,
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
