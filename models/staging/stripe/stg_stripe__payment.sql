with
    source as (select * from {{ source('raw_stripe', 'payment') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_stripe' and table_name = 'payment'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ id_of('customer_id') }} as customer_id,
            {{ null_token('source.customer_email') }} as customer_email,
            {{ id_of('invoice_id') }} as invoice_id,
            case
                when {{ to_boolean('source.captured') }} = false and source.status = 'succeeded'
                then 'uncaptured'
                else {{ null_token('source.status') }}
            end as status,
            {{ null_token('source.dispute_status') }} as dispute_status,
            {{ null_token('source.amount') }} as amount,
            {{ null_token('source.amount_refunded') }} as amount_refunded,
            {{ null_token('source.currency') }} as currency,
            {{ id_of('balance_transaction_id') }} as balance_transaction_id,
            {{ null_token('source.converted_amount') }} as converted_amount,
            {{ null_token('source.converted_currency') }} as converted_currency,
            {{ id_of('opportunity_id_metadata') }} as opportunity_id_metadata,
            {{ id_of('salesforce_opportunity_id_metadata') }} as salesforce_opportunity_id_metadata,
            {{ id_of('deal_id_metadata') }} as deal_id_metadata,
            {{ id_of('hubspot_deal_id_metadata') }} as hubspot_deal_id_metadata,
            {{ id_of('crm_id_metadata') }} as crm_id_metadata,
            {{ id_of('account_id_metadata') }} as account_id_metadata,
            {{ null_token('source.metadata') }} as metadata,
            {{ to_boolean('source.captured') }} as captured,
            {{ to_boolean('source.refunded') }} as is_refunded,
            {{ time_of('created') }} as created_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
