with
    stripe as (select * from {{ ref('int_stripe__payments') }}),

    mapped as (select * from {{ ref('int_mapped__payments') }}),

    status_words as (select * from {{ ref('status_words') }} where entity = 'payment'),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    exported as (
        {{ union_columns(['stripe', 'mapped'], [
        'system', 'object', 'record_id', 'kind', 'customer_key', 'customer_email', 'invoice_key',
        'crm_record_id', 'status', 'currency', 'amount', 'amount_refunded', 'fee', 'tax_withheld', 'settled_amount',
        'settled_currency', 'paid_at', 'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'payments') }}),

    final as (
        select
            {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            as payment_key,
            all_rows.system,
            all_rows.object,
            all_rows.record_id,
            case when all_rows.kind = 'refund' then 'refund' else 'payment' end as kind,
            all_rows.customer_key,
            all_rows.customer_email,
            all_rows.invoice_key,
            all_rows.crm_record_id,
            case
                when
                    status_words.meaning = 'paid'
                    and all_rows.amount_refunded >= all_rows.amount
                    and all_rows.amount > 0
                then 'refunded'
                when status_words.meaning = 'paid' and all_rows.amount_refunded > 0
                then 'partially_refunded'
                else coalesce(status_words.meaning, lower(all_rows.status))
            end as status,
            upper(trim(all_rows.currency)) as currency,
            all_rows.amount,
            all_rows.amount_refunded,
            all_rows.fee,
            all_rows.tax_withheld,
            all_rows.settled_amount,
            upper(trim(all_rows.settled_currency)) as settled_currency,
            all_rows.paid_at,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        left join status_words on lower(trim(all_rows.status)) = status_words.word
        where not all_rows.is_missing_from_export
    )

select *
from final
