with
    source as (select * from {{ source('raw_hubspot', 'deal') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'deal'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.dealname') }} as dealname,
            {{ null_token('source.pipeline') }} as pipeline,
            {{ null_token('source.dealtype') }} as dealtype,
            {{ null_token('source.dealstage') }} as dealstage,
            {{ money_of('amount') }} as amount,
            {{ null_token('source.deal_currency_code') }} as deal_currency_code,
            {{ date_of('closedate') }} as close_on,
            {{ time_of('closedate') }} as closed_at,
            {{ to_boolean('source.hs_is_closed') }} as hs_is_closed,
            {{ to_boolean('source.hs_is_closed_won') }} as hs_is_closed_won,
            {{ id_of('hubspot_owner_id') }} as hubspot_owner_id,
            {{ null_token('source.hs_analytics_source') }} as hs_analytics_source,
            {{ null_token('source.associated_contact_ids') }} as associated_contact_ids,
            {{ null_token('source.associated_company_ids') }} as associated_company_ids,
            {{ null_token('source.hs_merged_object_ids') }} as hs_merged_object_ids,
            {{ is_marked_deleted() }} as is_deleted,
            {{ time_of('hs_v2_date_entered_closedwon') }} as hs_v2_date_entered_closedwon,
            {{ time_of('createdate') }} as created_at,
            {{ time_of('hs_lastmodifieddate') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
