with
    source as (select * from {{ source('raw_salesforce', 'account') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'account'
    ),

    final as (
        select
            source._system as system,
            coalesce(
                {{ id_of('id', 'salesforce_id') }}, source._file || '-' || source._row
            ) as record_id,
            {{ null_token('source.name') }} as name,
            coalesce({{ to_boolean('source.is_person_account') }}, false) as is_person_account,
            {{ id_of('person_contact_id', 'salesforce_id') }} as person_contact_id,
            {{ null_token('source.person_email') }} as person_email,
            {{ to_opted_out('source.person_has_opted_out_of_email') }}
            as person_has_opted_out_of_email,
            {{ null_token('source.person_title') }} as person_title,
            {{ null_token('source.person_mobile_phone') }} as person_mobile_phone,
            {{ null_token('source.person_mailing_city') }} as person_mailing_city,
            {{ null_token('source.person_mailing_postal_code') }} as person_mailing_postal_code,
            {{ null_token('source.person_mailing_country') }} as person_mailing_country,
            {{ null_token('source.person_lead_source') }} as person_lead_source,
            {{ null_token('source.first_name') }} as first_name,
            {{ null_token('source.last_name') }} as last_name,
            {{ null_token('source.suffix') }} as suffix,
            {{ null_token('source.type') }} as type,
            {{ null_token('source.website') }} as website,
            {{ null_token('source.phone') }} as phone,
            {{ null_token('source.billing_street') }} as billing_street,
            {{ null_token('source.billing_postal_code') }} as billing_postal_code,
            {{ null_token('source.billing_city') }} as billing_city,
            {{ null_token('source.billing_country') }} as billing_country,
            {{ null_token('source.industry') }} as industry,
            {{ null_token('source.number_of_employees') }} as number_of_employees,
            {{ id_of('parent_id', 'salesforce_id') }} as parent_id,
            {{ id_of('owner_id', 'salesforce_id') }} as owner_id,
            {{ null_token('source.owner_name') }} as owner_name,
            {{ null_token('source.owner_email') }} as owner_email,
            {{ id_of('master_record_id', 'salesforce_id') }} as master_record_id,
            {{ id_of('created_by_id', 'salesforce_id') }} as created_by_id,
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
