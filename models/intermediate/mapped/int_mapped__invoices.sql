with
    source as (select * from {{ source('raw_mapped', 'invoices') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'invoices'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    currencies as (select * from {{ ref('currency_minor_units') }}),

    lines as (select * from {{ ref('int_mapped__invoice_lines') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    typed as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.number') }} as number,
            lower({{ null_token(mapped_value('kind')) }}) as kind,
            {{ record_key('source._system', "coalesce(known_people.object, 'customer')", id_of('customer_record_id')) }}
            as customer_key,
            {{ null_token('source.customer_email') }} as customer_email,
            {{ null_token('source.customer_name') }} as customer_name,
            {{ id_of('crm_record_id') }} as crm_record_id,
            case
                when {{ to_boolean(mapped_value('is_void')) }}
                then 'void'
                else {{ null_token(mapped_value('status')) }}
            end as status,
            {{ null_token('source.currency') }} as currency,
            {%- for amount in ['subtotal', 'tax', 'total', 'amount_paid', 'amount_due', 'amount_credited'] %}
                {{ convert_minor_units('source.' ~ amount, money_of(amount), "source.amount_unit = 'minor'", 'currencies.minor_digits') }}
                as {{ amount }},
            {%- endfor %}
            coalesce({{ time_of('issued_at') }}, {{ time_of('created_at') }}) as issued_at,
            {{ date_of('due_on') }} as due_on,
            {{ time_of('paid_at') }} as paid_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            known_people
            on source._system = known_people.system
            and source.customer_record_id = known_people.record_id
        left join
            currencies on upper(trim(source.currency)) = currencies.currency
            {{ join_mapped_values('invoices', ['kind', 'status', 'is_void']) }}
        where {{ is_current('invoices') }}
    ),

    {%- set columns = [
    'system', 'object', 'record_id', 'number', 'kind', 'customer_key', 'customer_email', 'customer_name',
    'crm_record_id', 'currency', 'subtotal', 'tax', 'total', 'amount_paid', 'amount_due', 'amount_credited',
    'issued_at', 'due_on', 'paid_at', 'source_file', 'source_row', 'status',
] %}

    all_rows as ({{ union_columns(['typed', 'lines'], columns) }}),

    -- An invoice without a status is paid or open, depending on its amount due.
    final as (
        select
            {{ columns[:-1] | join(',\n        ') }},
            coalesce(
                status,
                case
                    when amount_due > 0 then 'open' when total > 0 and amount_due <= 0 then 'paid'
                end
            ) as status
        from all_rows
    )

select *
from final
