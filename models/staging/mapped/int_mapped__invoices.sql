with source as (
    select * from {{ source('raw_mapped', 'invoices') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

read_values as (
    select * from {{ ref('int_read_values') }}
    where table_schema = 'raw_mapped' and table_name = 'invoices'
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
        coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
        {{ null_token('source.number') }} as number,
        lower({{ null_token(mapped_value('kind')) }}) as kind,
        {{ record_key('source._system', "coalesce(known_people.object, 'customer')", id_of('customer_record_id')) }} as customer_key,
        {{ null_token('source.customer_email') }} as customer_email,
        {{ null_token('source.customer_name') }} as customer_name,
        {{ id_of('crm_record_id') }} as crm_record_id,
        {{ null_token(mapped_value('status')) }} as status,
        {{ null_token('source.currency') }} as currency,
        {{ money_of('subtotal') }} as subtotal,
        {{ money_of('tax') }} as tax,
        {{ money_of('total') }} as total,
        {{ money_of('amount_paid') }} as amount_paid,
        {{ money_of('amount_due') }} as amount_due,
        {{ money_of('amount_credited') }} as amount_credited,
        coalesce({{ time_of('issued_at') }}, {{ time_of('created_at') }}) as issued_at,
        {{ date_of('due_on') }} as due_on,
        {{ time_of('paid_at') }} as paid_at,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    left join read_values
        on source._file = read_values.source_file
        and source._row = read_values.source_row
        and source._system = read_values.system
        and source._object = read_values.object
    left join known_people
        on source._system = known_people.system
        and source.customer_record_id = known_people.record_id
    {{ join_mapped_values('invoices', ['kind', 'status']) }}
    where {{ is_current('invoices') }}
)

select * from final
