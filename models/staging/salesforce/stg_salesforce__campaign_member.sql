with
    source as (select * from {{ source('raw_salesforce', 'campaign_member') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_salesforce' and table_name = 'campaign_member'
    ),

    final as (
        select
            source._system as system,
            {{ id_of('campaign_id', 'salesforce_id') }} as campaign_id,
            {{ id_of('lead_id', 'salesforce_id') }} as lead_id,
            {{ id_of('contact_id', 'salesforce_id') }} as contact_id,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('created_date') }} as created_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
