with source as (
    select * from {{ source('raw_salesforce', 'account') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ salesforce_id('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.name') }} as name,
        {{ null_token('source.type') }} as type,
        {{ null_token('source.website') }} as website,
        {{ null_token('source.phone') }} as phone,
        {{ null_token('source.billing_city') }} as billing_city,
        {{ null_token('source.billing_country') }} as billing_country,
        {{ null_token('source.industry') }} as industry,
        {{ null_token('source.number_of_employees') }} as number_of_employees,
        {{ salesforce_id('source.parent_id') }} as parent_id,
        {{ salesforce_id('source.owner_id') }} as owner_id,
        {{ null_token('source.owner_name') }} as owner_name,
        {{ null_token('source.owner_email') }} as owner_email,
        {{ salesforce_id('source.master_record_id') }} as master_record_id,
        {{ is_gone() }} as is_deleted,
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
