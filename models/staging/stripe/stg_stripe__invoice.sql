with source as (
    select * from {{ source('raw_stripe', 'invoice') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

final as (
    select
        source._system as system,
        coalesce({{ null_token('source.id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.number') }} as number,
        {{ null_token('source.customer_id') }} as customer_id,
        {{ null_token('source.customer_email') }} as customer_email,
        {{ null_token('source.customer_name') }} as customer_name,
        {{ null_token('source.status') }} as status,
        {{ null_token('source.currency') }} as currency,
        {{ null_token('source.subtotal') }} as subtotal,
        {{ null_token('source.tax') }} as tax,
        {{ null_token('source.total') }} as total,
        {{ null_token('source.amount_due') }} as amount_due,
        {{ null_token('source.amount_paid') }} as amount_paid,
        {{ null_token('source.opportunity_id_metadata') }} as opportunity_id_metadata,
        {{ null_token('source.salesforce_opportunity_id_metadata') }} as salesforce_opportunity_id_metadata,
        {{ null_token('source.deal_id_metadata') }} as deal_id_metadata,
        {{ null_token('source.hubspot_deal_id_metadata') }} as hubspot_deal_id_metadata,
        {{ null_token('source.crm_id_metadata') }} as crm_id_metadata,
        {{ null_token('source.account_id_metadata') }} as account_id_metadata,
        {{ null_token('source.metadata') }} as metadata,
        {{ to_boolean('source.paid') }} as is_paid,
        {{ is_gone() }} as is_deleted,
        coalesce(
            {{ utc_ts('source.created', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts('source.finalized_at', 'systems.time_zone', 'systems.date_order') }}) as issued_at,
        cast({{ local_ts('source.due_date', 'systems.date_order') }} as date) as due_on,
        coalesce(
            {{ utc_ts('source.paid_at', 'systems.time_zone', 'systems.date_order') }},
            {{ utc_ts(json_value('source.status_transitions', 'paid_at')) }}) as paid_at,
        {{ utc_ts('source.voided_at', 'systems.time_zone', 'systems.date_order') }} as voided_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    where {{ is_current() }}
)

select * from final
