with
    stripe as (select * from {{ ref('int_stripe__invoices') }}),

    mapped as (select * from {{ ref('int_mapped__invoices') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'invoice'),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        {{ union_columns(['stripe', 'mapped'], [
        'system', 'object', 'record_id', 'number', 'kind', 'customer_key', 'customer_email',
        'customer_name', 'crm_record_id', 'status', 'currency', 'subtotal', 'tax', 'total',
        'amount_paid', 'amount_due', 'amount_credited', 'issued_at', 'due_on', 'paid_at',
        'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'invoices') }}),

    final as (
        select
            {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            as invoice_key,
            all_rows.system,
            all_rows.object,
            all_rows.record_id,
            all_rows.number,
            case
                when all_rows.kind in ('payable', 'accpay', 'bill', 'vendbill')
                then 'payable'
                when
                    all_rows.kind
                    in ('credit_note', 'credit note', 'credit memo', 'accreccredit', 'custcred')
                then 'credit_note'
                else 'receivable'
            end as kind,
            all_rows.customer_key,
            all_rows.customer_email,
            all_rows.customer_name,
            all_rows.crm_record_id,
            case
                when all_rows.is_missing_from_export
                then 'deleted'
                else coalesce(status_words.meaning, lower(all_rows.status))
            end as status,
            upper(trim(all_rows.currency)) as currency,
            all_rows.subtotal,
            all_rows.tax,
            all_rows.total,
            all_rows.amount_paid,
            all_rows.amount_due,
            all_rows.amount_credited,
            all_rows.issued_at,
            all_rows.due_on,
            all_rows.paid_at,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        left join status_words on lower(trim(all_rows.status)) = status_words.word
    )

select *
from final
