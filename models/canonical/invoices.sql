with
    stripe as (select * from {{ ref('int_stripe__invoices') }}),

    mapped as (select * from {{ ref('int_mapped__invoices') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'invoice'),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    exported as (
        {{ union_columns(['stripe', 'mapped'], [
        'system', 'object', 'record_id', 'number', 'kind', 'customer_key', 'customer_email',
        'customer_name', 'crm_record_id', 'status', 'currency', 'subtotal', 'tax', 'total',
        'amount_paid', 'amount_due', 'amount_credited', 'issued_at', 'due_on', 'paid_at',
        'source_file', 'source_row',
    ]) }}
    ),

    united as ({{ mark_deleted('exported', 'invoices') }}),

    final as (
        select
            {{ record_key('united.system', 'united.object', 'united.record_id') }} as invoice_key,
            united.system,
            united.object,
            united.record_id,
            united.number,
            case
                when united.kind in ('payable', 'accpay', 'bill', 'vendbill')
                then 'payable'
                when
                    united.kind
                    in ('credit_note', 'credit note', 'credit memo', 'accreccredit', 'custcred')
                then 'credit_note'
                else 'receivable'
            end as kind,
            united.customer_key,
            united.customer_email,
            united.customer_name,
            united.crm_record_id,
            case
                when united.is_missing_from_export
                then 'deleted'
                else coalesce(status_words.meaning, lower(united.status))
            end as status,
            upper(trim(united.currency)) as currency,
            united.subtotal,
            united.tax,
            united.total,
            united.amount_paid,
            united.amount_due,
            united.amount_credited,
            united.issued_at,
            united.due_on,
            united.paid_at,
            united.source_file,
            united.source_row
        from united
        left join status_words on lower(trim(united.status)) = status_words.word
    )

select *
from final
