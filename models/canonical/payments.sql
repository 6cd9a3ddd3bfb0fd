with
    stripe as (select * from {{ ref('int_stripe__payments') }}),

    mapped as (select * from {{ ref('int_mapped__payments') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'payment'),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    exported as (
        {{ union_columns(['stripe', 'mapped'], [
        'system', 'object', 'record_id', 'kind', 'customer_key', 'customer_email', 'invoice_key',
        'crm_record_id', 'status', 'currency', 'amount', 'amount_refunded', 'settled_amount',
        'settled_currency', 'paid_at', 'source_file', 'source_row',
    ]) }}
    ),

    united as ({{ mark_deleted('exported', 'payments') }}),

    final as (
        select
            {{ record_key('united.system', 'united.object', 'united.record_id') }} as payment_key,
            united.system,
            united.object,
            united.record_id,
            case when united.kind = 'refund' then 'refund' else 'payment' end as kind,
            united.customer_key,
            united.customer_email,
            united.invoice_key,
            united.crm_record_id,
            case
                when
                    status_words.meaning = 'paid'
                    and united.amount_refunded >= united.amount
                    and united.amount > 0
                then 'refunded'
                when status_words.meaning = 'paid' and united.amount_refunded > 0
                then 'partially_refunded'
                else coalesce(status_words.meaning, lower(united.status))
            end as status,
            upper(trim(united.currency)) as currency,
            united.amount,
            united.amount_refunded,
            united.settled_amount,
            upper(trim(united.settled_currency)) as settled_currency,
            united.paid_at,
            united.source_file,
            united.source_row
        from united
        left join status_words on lower(trim(united.status)) = status_words.word
        where not united.is_missing_from_export
    )

select *
from final
