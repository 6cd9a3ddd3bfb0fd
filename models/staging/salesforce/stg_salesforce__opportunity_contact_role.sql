with source as (
    select * from {{ source('raw_salesforce', 'opportunity_contact_role') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        {{ salesforce_id('source.opportunity_id') }} as opportunity_id,
        {{ salesforce_id('source.contact_id') }} as contact_id,
        {{ to_boolean('source.is_primary') }} as is_primary,
        {{ is_gone() }} as is_deleted,
        {{ utc_ts('source.created_date', 'systems.time_zone', 'systems.date_order') }} as created_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
