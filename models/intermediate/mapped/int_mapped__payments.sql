with
    source as (select * from {{ source('raw_mapped', 'payments') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'payments'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    currencies as (select * from {{ ref('currency_minor_units') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    known_invoices as (select * from {{ ref('int_mapped__invoice_objects') }}),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            lower({{ null_token(mapped_value('kind')) }}) as kind,
            {{ record_key('source._system', "coalesce(known_people.object, 'customer')", id_of('customer_record_id')) }}
            as customer_key,
            {{ null_token('source.customer_email') }} as customer_email,
            {{ record_key('source._system', "coalesce(known_invoices.object, 'invoice')", id_of('invoice_record_id')) }}
            as invoice_key,
            {{ id_of('crm_record_id') }} as crm_record_id,
            {{ null_token(mapped_value('status')) }} as status,
            {{ null_token('source.currency') }} as currency,
            {%- for amount in ['amount', 'amount_refunded', 'fee', 'tax_withheld'] %}
                {%- set value = convert_minor_units('source.' ~ amount, money_of(amount), "source.amount_unit = 'minor'", 'currencies.minor_digits') %}
                case
                    when source.amount_sign = 'absolute' then abs({{ value }}) else {{ value }}
                end as {{ amount }},
            {%- endfor %}
            {{ money_of('settled_amount') }} as settled_amount,
            {{ null_token('source.settled_currency') }} as settled_currency,
            coalesce({{ time_of('paid_at') }}, {{ time_of('created_at') }}) as paid_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            known_people
            on source._system = known_people.system
            and source.customer_record_id = known_people.record_id
        left join
            known_invoices
            on source._system = known_invoices.system
            and source.invoice_record_id = known_invoices.record_id
        left join
            currencies on upper(trim(source.currency)) = currencies.currency
            {{ join_mapped_values('payments', ['kind', 'status']) }}
        where {{ is_current('payments') }}
    )

select *
from final
