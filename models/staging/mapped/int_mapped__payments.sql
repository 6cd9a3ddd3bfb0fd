with source as (
    select * from {{ source('raw_mapped', 'payments') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

mapped_values as (
    select * from {{ ref('int_mapped__values') }}
),

known_people as (
    select
        _system as system,
        record_id,
        min(_object) as object
    from {{ source('raw_mapped', 'people') }}
    group by 1, 2
),

final as (
    select
        source._system as system,
        source._object as object,
        coalesce({{ null_token('source.record_id') }}, source._file || '-' || source._row) as record_id,
        {{ record_key('source._system', "coalesce(known_people.object, 'customer')", null_token('source.customer_record_id')) }} as customer_key,
        {{ null_token('source.customer_email') }} as customer_email,
        {{ record_key('source._system', "'invoice'", null_token('source.invoice_record_id')) }} as invoice_key,
        {{ null_token('source.crm_record_id') }} as crm_record_id,
        {{ null_token(mapped_value('status')) }} as status,
        {{ null_token('source.currency') }} as currency,
        {{ money('source.amount') }} as amount,
        {{ money('source.amount_refunded') }} as amount_refunded,
        {{ money('source.settled_amount') }} as settled_amount,
        {{ null_token('source.settled_currency') }} as settled_currency,
        coalesce({{ utc_ts('source.paid_at', 'systems.time_zone', 'systems.date_order') }}, {{ utc_ts('source.created_at', 'systems.time_zone', 'systems.date_order') }}) as paid_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    left join known_people
        on source._system = known_people.system
        and source.customer_record_id = known_people.record_id
    {{ join_mapped_values('payments', ['status']) }}
    where {{ is_current('payments') }}
)

select * from final
