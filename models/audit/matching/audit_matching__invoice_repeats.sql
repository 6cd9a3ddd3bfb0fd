-- Invoices that repeat an earlier one. Where the deal has a known amount, the repeat is what was
-- invoiced beyond it; equal invoices at equal intervals are instalments or subscriptions. Without
-- an amount to compare with, a repeat follows within the window of `duplicate_windows`.
with
    invoices as (select * from {{ ref('invoices') }}),

    invoice_deals as (select * from {{ ref('audit_matching__invoice_deals') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    windows as (select * from {{ ref('duplicate_windows') }} where subject = 'invoices'),

    status_words as (select * from {{ ref('status_words') }} where entity = 'invoice'),

    known_statuses as (select distinct meaning as status from status_words),

    groups_of_invoices as (
        select invoice_key, min(deal_group) as deal_group from invoice_deals group by invoice_key
    ),

    grouped_deals as (select distinct deal_group, opportunity_key from invoice_deals),

    deal_amounts as (
        select
            grouped_deals.deal_group,
            case
                when
                    count(*) = count(opportunities.amount)
                    -- null means no export has the currency: all deals have the same one.
                    and not coalesce(
                        min(opportunities.currency) <> max(opportunities.currency), false
                    )
                then sum(opportunities.amount)
            end as deal_amount,
            min(opportunities.currency) as deal_currency
        from grouped_deals
        inner join opportunities on grouped_deals.opportunity_key = opportunities.opportunity_key
        group by grouped_deals.deal_group
    ),

    described as (
        select
            invoices.invoice_key,
            invoices.system,
            coalesce(
                invoices.customer_key,
                {{ email_address('invoices.customer_email') }},
                lower(trim(invoices.customer_name))
            ) as payer,
            invoices.crm_record_id,
            coalesce(groups_of_invoices.deal_group, invoices.crm_record_id) as deal,
            case
                when
                    deal_amounts.deal_amount > 0
                    -- null means one of the two has no currency: it is the same.
                    and coalesce(deal_amounts.deal_currency = invoices.currency, true)
                then deal_amounts.deal_amount
            end as deal_amount,
            invoices.currency,
            invoices.total,
            -- What the seller earns of it, where the export has the tax.
            case
                when
                    invoices.subtotal + coalesce(invoices.tax, 0) = invoices.total
                    and invoices.subtotal <> 0
                then invoices.subtotal
                else invoices.total - coalesce(invoices.tax, 0)
            end as net,
            coalesce(invoices.amount_credited, 0) as credited,
            invoices.issued_at,
            invoices.due_on,
            invoices.kind = 'credit_note' as takes_back,
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
        left join groups_of_invoices on invoices.invoice_key = groups_of_invoices.invoice_key
        left join deal_amounts on groups_of_invoices.deal_group = deal_amounts.deal_group
        where
            -- null means no export has the status: the invoice counts.
            coalesce(invoices.status, 'open') not in ('void', 'deleted', 'draft')
            and invoices.kind in ('receivable', 'credit_note')
            -- null means nothing was credited.
            and not coalesce(
                invoices.total > 0 and invoices.amount_credited >= invoices.total, false
            )
    ),

    sent as (select * from described where not_judged_because is null),

    -- A credit note whose status nobody knows may take back the invoice of its amount.
    unknown_credits as (
        select system, payer, currency, abs(total) as total
        from described
        where takes_back and not_judged_because like 'status %' and payer is not null
        group by system, payer, currency, abs(total)
    ),

    {{ net_of_reversals('sent', 'invoice_key', 'total', 'issued_at') }},

    cancelled as (
        select sent.invoice_key, sent.deal, sent.system
        from sent
        left join net_rows on sent.invoice_key = net_rows.invoice_key
        where not sent.takes_back and net_rows.invoice_key is null
    ),

    cancelled_amounts as (
        select distinct cancelled.system, cancelled.deal, abs(sent.total) as total
        from cancelled
        inner join sent on cancelled.invoice_key = sent.invoice_key
    ),

    -- Credit notes that cancel no whole invoice take back a part of what was invoiced. Each of
    -- the others took one invoice out of net_rows.
    credits as (
        select sent.system, sent.deal, sum(abs(sent.net)) as credited
        from sent
        left join
            cancelled_amounts
            on sent.system = cancelled_amounts.system
            and sent.deal = cancelled_amounts.deal
            and abs(sent.total) = cancelled_amounts.total
        where sent.takes_back and sent.deal is not null and cancelled_amounts.deal is null
        group by sent.system, sent.deal
    ),

    billed as (
        select system, deal, sum(net - credited) as billed
        from net_rows
        where deal is not null
        group by system, deal
    ),

    -- A repeat has the same payer or the same deal: the payer may be a duplicate, too.
    followed as (
        select
            net_rows.*,
            lag(invoice_key) over same_payer as payer_key,
            lag(issued_at) over same_payer as payer_at,
            lag(deal) over same_payer as payer_deal,
            lag(invoice_key) over same_deal as deal_key,
            lag(issued_at) over same_deal as deal_at,
            lag(due_on) over same_deal as deal_due_on,
            -- The series of equal invoices of one deal to one payer.
            lag(invoice_key) over series as series_key,
            lag(issued_at) over series as series_at,
            lag(due_on) over series as series_due_on
        from net_rows
        window
            same_payer as (
                partition by system, payer, currency, total
                order by issued_at asc nulls last, invoice_key
            ),
            same_deal as (
                partition by system, deal, currency, total
                order by issued_at asc nulls last, invoice_key
            ),
            series as (
                partition by system, deal, payer, currency, total
                order by issued_at asc nulls last, invoice_key
            )
    ),

    spaced as (
        select
            followed.*,
            case
                when deal is not null
                then
                    round(
                        (
                            {{ epoch_microseconds('issued_at') }}
                            - {{ epoch_microseconds('series_at') }}
                        )
                        / 86400000000.0
                    )
            end as gap_days
        from followed
    ),

    -- A month, a quarter, half a year or a year.
    measured as (
        select
            spaced.*,
            gap_days between 28 and 31
            or gap_days between 89 and 92
            or gap_days between 181 and 184
            or gap_days between 365 and 366 as is_periodic,
            count(gap_days) over series as gaps,
            min(gap_days) over series as shortest_gap,
            max(gap_days) over series as longest_gap,
            row_number() over (
                partition by system, deal, payer, currency, total
                order by
                    case when gap_days is null then 2 when due_on = series_due_on then 0 else 1 end,
                    gap_days,
                    issued_at,
                    invoice_key
            ) as rank_of_gap
        from spaced
        window series as (partition by system, deal, payer, currency, total)
    ),

    series_seen as (
        select
            system,
            deal,
            payer,
            currency,
            total,
            count_if(is_periodic) as periodic_gaps,
            max(gaps) >= 2
            and max(longest_gap) - max(shortest_gap) <= 3
            and max(shortest_gap) >= 6 as is_regular
        from measured
        where deal is not null
        group by system, deal, payer, currency, total
    ),

    -- Whether the company bills any other deal every month.
    recurring_systems as (select distinct system from series_seen where periodic_gaps >= 2),

    judged as (
        select
            measured.*,
            unknown_credits.system is not null as may_be_credited,
            -- Whole invoices beyond the amount of the deal.
            case
                when measured.deal_amount is not null and measured.net > 0
                then
                    floor(
                        (
                            billed.billed
                            - coalesce(credits.credited, 0)
                            - measured.deal_amount
                            + 0.01
                        )
                        / measured.net
                    )
            end as excess,
            -- null means it is the only one of its series.
            coalesce(series_seen.is_regular, false) as is_regular,
            measured.is_periodic
            and (
                series_seen.periodic_gaps >= 2 or recurring_systems.system is not null
            ) as is_recurring,
            -- null means it is the first one, or has no deal.
            coalesce(
                measured.deal is not null
                and {{ epoch_microseconds('measured.issued_at') }}
                - {{ epoch_microseconds('measured.deal_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_near_in_deal,
            -- Two deals of one payer can have the same amount on one day. null means it is the
            -- first one, or has no payer; a deal that is not known does not speak against it.
            coalesce(
                measured.payer is not null
                and coalesce(measured.deal = measured.payer_deal, true)
                and {{ epoch_microseconds('measured.issued_at') }}
                - {{ epoch_microseconds('measured.payer_at') }}
                <= windows.window_seconds * 1000000,
                false
            ) as is_near_of_payer
        from measured
        cross join windows
        left join billed on measured.system = billed.system and measured.deal = billed.deal
        left join credits on measured.system = credits.system and measured.deal = credits.deal
        left join
            series_seen
            on measured.system = series_seen.system
            and measured.deal = series_seen.deal
            and measured.payer is not distinct from series_seen.payer
            and measured.currency is not distinct from series_seen.currency
            and measured.total = series_seen.total
        left join recurring_systems on measured.system = recurring_systems.system
        left join
            unknown_credits
            on measured.system = unknown_credits.system
            and measured.payer = unknown_credits.payer
            and measured.currency is not distinct from unknown_credits.currency
            and measured.total = unknown_credits.total
    ),

    -- One of several instalments is no repeat while the deal is not paid in full.
    flagged as (
        select
            judged.*,
            case
                when is_near_in_deal
                then
                    excess is null
                    or (excess >= 1 and (series_key is null or excess >= rank_of_gap))
                else
                    series_key is not null
                    and excess is not null
                    and excess >= rank_of_gap
                    and not is_regular
                    and not is_recurring
            end as is_same_deal,
            is_near_of_payer
            and not (deal is not null and excess is not null and excess < 1) as is_same_payer
        from judged
    ),

    classed as (
        select
            flagged.*,
            case
                when may_be_credited and (is_same_deal or is_same_payer)
                then
                    'a credit note of the same amount has a status that is in no list of status words'
                when is_near_in_deal and excess < 1 and due_on is not distinct from deal_due_on
                then
                    'an equal invoice of the deal was sent within a day, and both are within its amount'
                when
                    not is_near_in_deal
                    and series_key is not null
                    and excess >= rank_of_gap
                    and not is_regular
                    and is_periodic
                    and not is_recurring
                then
                    'an equal invoice of the deal was sent a month, a quarter or a year before, and nothing says whether it is billed again and again'
            end as repeat_not_judged_because
        from flagged
    ),

    final as (
        select
            invoice_key,
            system,
            payer,
            crm_record_id,
            deal as deal_group,
            currency,
            total,
            issued_at,
            case
                when repeat_not_judged_because is not null
                then null
                when is_same_deal and is_near_in_deal
                then deal_key
                when is_same_deal
                then series_key
                when is_same_payer
                then payer_key
            end as earlier_key,
            case
                when repeat_not_judged_because is not null
                then null
                when is_same_deal and is_near_in_deal
                then {{ elapsed_seconds('deal_at', 'issued_at') }}
                when is_same_deal
                then {{ elapsed_seconds('series_at', 'issued_at') }}
                when is_same_payer
                then {{ elapsed_seconds('payer_at', 'issued_at') }}
            end as seconds_after,
            case
                when repeat_not_judged_because is null then is_same_deal or is_same_payer
            end as is_duplicate,
            case
                when repeat_not_judged_because is not null
                then null
                when is_same_deal and is_near_in_deal
                then 'same CRM record, amount and currency'
                when is_same_deal
                then 'same deal, payer and amount, beyond the amount of the deal'
                when is_same_payer
                then 'same payer, amount and currency'
            end as evidence,
            repeat_not_judged_because as not_judged_because
        from classed
        union all
        select
            invoice_key,
            system,
            payer,
            crm_record_id,
            deal as deal_group,
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
