with
    invoices as (select * from {{ ref('invoices') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'invoices'),

    sent as (
        select
            invoice_key,
            system,
            coalesce(
                customer_key, {{ email_address('customer_email') }}, lower(trim(customer_name))
            ) as payer,
            crm_record_id,
            currency,
            total,
            issued_at,
            kind = 'credit_note' as takes_back
        from invoices
        where
            coalesce(status, 'open') not in ('void', 'deleted', 'draft')
            and kind in ('receivable', 'credit_note')
    ),

    {{ net_of_reversals('sent', 'invoice_key', 'total', 'issued_at') }},

    -- A repeat has the same payer or the same deal: the payer may be a duplicate, too.
    followed as (
        select
            net_rows.*,
            lag(invoice_key) over same_payer as payer_key,
            lag(issued_at) over same_payer as payer_at,
            lag(crm_record_id) over same_payer as payer_crm_record_id,
            lag(invoice_key) over same_deal as deal_key,
            lag(issued_at) over same_deal as deal_at
        from net_rows
        window
            same_payer as (
                partition by system, payer, currency, total
                order by issued_at asc nulls last, invoice_key
            ),
            same_deal as (
                partition by system, crm_record_id, currency, total
                order by issued_at asc nulls last, invoice_key
            )
    ),

    judged as (
        select
            followed.*,
            coalesce(
                followed.total is not null
                and followed.crm_record_id is not null
                and {{ epoch_microseconds('followed.issued_at') }}
                - {{ epoch_microseconds('followed.deal_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_deal,
            -- Two deals of one payer can have the same amount on one day.
            coalesce(
                followed.total is not null
                and followed.payer is not null
                and coalesce(followed.crm_record_id = followed.payer_crm_record_id, true)
                and {{ epoch_microseconds('followed.issued_at') }}
                - {{ epoch_microseconds('followed.payer_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_payer
        from followed
        cross join windows
    ),

    final as (
        select
            invoice_key,
            system,
            payer,
            crm_record_id,
            currency,
            total,
            issued_at,
            case
                when is_same_deal then deal_key when is_same_payer then payer_key
            end as earlier_key,
            case
                when is_same_deal
                then {{ elapsed_seconds('deal_at', 'issued_at') }}
                when is_same_payer
                then {{ elapsed_seconds('payer_at', 'issued_at') }}
            end as seconds_after,
            is_same_deal or is_same_payer as is_duplicate,
            case
                when is_same_deal
                then 'same CRM record, amount and currency'
                when is_same_payer
                then 'same payer, amount and currency'
            end as evidence
        from judged
    )

select *
from final
