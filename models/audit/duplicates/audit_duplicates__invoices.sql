with
    invoices as (select * from {{ ref('invoices') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'invoices'),

    status_words as (select * from {{ ref('status_words') }} where entity = 'invoice'),

    known_statuses as (select distinct meaning as status from status_words),

    described as (
        select
            invoices.invoice_key,
            system,
            coalesce(
                customer_key, {{ email_address('customer_email') }}, lower(trim(customer_name))
            ) as payer,
            crm_record_id,
            currency,
            total,
            issued_at,
            kind = 'credit_note' as takes_back,
            invoices.status,
            case
                when known_statuses.status is null and invoices.status <> 'deleted'
                then 'status ' || invoices.status || ' is in no list of status words'
                when invoices.total is null
                then 'no export has its total'
                when invoices.issued_at is null
                then 'no export says when it was sent'
            end as not_judged_because
        from invoices
        left join known_statuses on invoices.status = known_statuses.status
        where
            -- null means no export has the status: the invoice counts.
            coalesce(invoices.status, 'open') not in ('void', 'deleted', 'draft')
            and kind in ('receivable', 'credit_note')
    ),

    sent as (select * from described where not_judged_because is null),

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
            -- null means it is the first one, or has no deal.
            coalesce(
                followed.crm_record_id is not null
                and {{ epoch_microseconds('followed.issued_at') }}
                - {{ epoch_microseconds('followed.deal_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_same_deal,
            -- Two deals of one payer can have the same amount on one day. null means it is the
            -- first one, or has no payer; a deal that is not known does not speak against it.
            coalesce(
                followed.payer is not null
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
            end as evidence,
            not_judged_because
        from judged
        union all
        select
            invoice_key,
            system,
            payer,
            crm_record_id,
            currency,
            total,
            issued_at,
            cast(null as {{ dbt.type_string() }}) as earlier_key,
            cast(null as bigint) as seconds_after,
            cast(null as boolean) as is_duplicate,
            cast(null as {{ dbt.type_string() }}) as evidence,
            not_judged_because
        from described
        where not_judged_because is not null and not takes_back
    )

select *
from final
