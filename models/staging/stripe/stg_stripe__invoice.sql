with
    source as (select * from {{ source('raw_stripe', 'invoice') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_stripe' and table_name = 'invoice'
    ),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.number') }} as number,
            {{ id_of('customer_id') }} as customer_id,
            {{ null_token('source.customer_email') }} as customer_email,
            {{ null_token('source.customer_name') }} as customer_name,
            {{ null_token('source.status') }} as status,
            {{ null_token('source.currency') }} as currency,
            {{ null_token('source.subtotal') }} as subtotal,
            {{ null_token('source.tax') }} as tax,
            {{ null_token('source.total') }} as total,
            {{ null_token('source.amount_due') }} as amount_due,
            {{ null_token('source.amount_paid') }} as amount_paid,
            {{ id_of('opportunity_id_metadata') }} as opportunity_id_metadata,
            {{ id_of('salesforce_opportunity_id_metadata') }} as salesforce_opportunity_id_metadata,
            {{ id_of('deal_id_metadata') }} as deal_id_metadata,
            {{ id_of('hubspot_deal_id_metadata') }} as hubspot_deal_id_metadata,
            {{ id_of('crm_id_metadata') }} as crm_id_metadata,
            {{ id_of('account_id_metadata') }} as account_id_metadata,
            {{ null_token('source.metadata') }} as metadata,
            {{ to_boolean('source.paid') }} as is_paid,
            {{ is_marked_deleted() }} as is_deleted,
            coalesce({{ time_of('created') }}, {{ time_of('finalized_at') }}) as issued_at,
            {{ date_of('due_date') }} as due_on,
            coalesce(
                {{ time_of('paid_at') }},
                {{ utc_ts(json_value('source.status_transitions', 'paid_at')) }}
            ) as paid_at,
            {{ time_of('voided_at') }} as voided_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
        where {{ is_current() }}
    )

select *
from final
