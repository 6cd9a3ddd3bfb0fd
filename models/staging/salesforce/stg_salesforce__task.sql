with source as (
    select * from {{ source('raw_salesforce', 'task') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ salesforce_id('source.id') }}, source._file || '-' || source._row) as record_id,
        coalesce(
            {{ salesforce_id('source.who_id') }},
            {{ salesforce_id('source.lead_id') }},
            {{ salesforce_id('source.contact_id') }}) as who_id,
        {{ null_token('source.subject') }} as subject,
        {{ null_token('source.type') }} as type,
        {{ null_token('source.task_subtype') }} as task_subtype,
        {{ null_token('source.call_type') }} as call_type,
        {{ null_token('source.status') }} as status,
        {{ salesforce_id('source.owner_id') }} as owner_id,
        {{ null_token('source.owner_name') }} as owner_name,
        {{ null_token('source.owner_email') }} as owner_email,
        {{ to_boolean('source.is_closed') }} as is_closed,
        {{ is_gone() }} as is_deleted,
        cast({{ local_ts('source.activity_date', 'systems.date_order') }} as date) as activity_on,
        {{ utc_ts('source.completed_date_time', 'systems.time_zone', 'systems.date_order') }} as completed_at,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as created_at,
        coalesce(
            {{ utc_ts('source.system_modstamp', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.last_modified_date', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.connector_start', 'systems.time_zone', 'systems.date_order') }}) as updated_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
