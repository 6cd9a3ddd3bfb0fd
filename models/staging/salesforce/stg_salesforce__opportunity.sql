with
    source as (select * from {{ source('raw_salesforce', 'opportunity') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'opportunity'
    ),

    final as (
        select
            source._system as system,
            coalesce(
                {{ id_of('id', 'salesforce_id') }}, source._file || '-' || source._row
            ) as record_id,
            {{ id_of('account_id', 'salesforce_id') }} as account_id,
            {{ id_of('contact_id', 'salesforce_id') }} as contact_id,
            {{ null_token('source.name') }} as name,
            {{ null_token('source.account_name') }} as account_name,
            {{ id_of('owner_id', 'salesforce_id') }} as owner_id,
            {{ null_token('source.owner_name') }} as owner_name,
            {{ null_token('source.owner_email') }} as owner_email,
            {{ null_token('source.type') }} as type_value,
            {{ null_token('source.stage_name') }} as stage_name,
            {{ money_of('amount') }} as amount,
            {{ null_token('source.currency_iso_code') }} as currency_iso_code,
            {{ date_of('close_date') }} as close_on,
            {{ to_boolean('source.is_closed') }} as is_closed,
            {{ to_boolean('source.is_won') }} as is_won,
            {{ null_token('source.lead_source') }} as lead_source,
            {{ is_marked_deleted() }} as is_deleted,
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
