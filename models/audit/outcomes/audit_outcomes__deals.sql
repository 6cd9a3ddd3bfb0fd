-- The deals, invoices and payments that followed a lead. The deal that a lead was converted into is
-- its own; others are found by the person on them. A renewal follows from the customer, not from a
-- lead. A deal counts for one lead.
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    records as (select * from {{ ref('audit_outcomes__records') }}),

    people as (select * from {{ ref('people') }}),

    opportunities as (
        -- null means no export says that it was deleted: it is there.
        select * from {{ ref('opportunities') }} where not coalesce(is_deleted, false)
    ),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    invoice_deals as (select * from {{ ref('audit_matching__invoice_deals') }}),

    invoice_repeats as (select * from {{ ref('audit_matching__invoice_repeats') }}),

    invoices as (
        select *
        from {{ ref('invoices') }}
        -- An invoice without a status is a sent one.
        where kind = 'receivable' and coalesce(status, '') not in ('void', 'draft', 'deleted')
    ),

    payments as (
        select *
        from {{ ref('audit_duplicates__invoice_payments') }}
        where kind = 'payment' and status in ('paid', 'partially_refunded') and not is_duplicate
    ),

    timing_limits as (select * from {{ ref('timing_limits') }} where limit_name = 'clock_skew'),

    links as (
        select
            records.person_key, people.converted_opportunity_key as opportunity_key, 1 as preference
        from records
        inner join people on records.record_key = people.person_key
        where records.is_own and people.converted_opportunity_key is not null
        union all
        select
            records.person_key,
            opportunities.opportunity_key,
            case when records.is_own then 2 else 3 end as preference
        from records
        cross join timing_limits
        inner join leads on records.person_key = leads.person_key
        inner join opportunities on records.record_key = opportunities.person_key
        where
            coalesce(opportunities.opportunity_type <> 'renewal', true)
            -- A contact can be added to a deal that was there before the lead.
            and (
                records.record_key = leads.person_key
                or coalesce(
                    {{ elapsed_seconds('opportunities.created_at', 'leads.captured_at') }}
                    <= timing_limits.amount,
                    true
                )
            )
            and (records.until_at is null or opportunities.created_at < records.until_at)
    ),

    linked as (
        select person_key, opportunity_key
        from links
        qualify row_number() over (partition by opportunity_key order by preference, person_key) = 1
    ),

    lost_moves as (
        select stage_changes.entity_key, max(stage_changes.changed_at) as lost_at
        from stage_changes
        inner join stages on stage_changes.to_stage = stages.stage
        where stages.meaning = 'lost'
        group by stage_changes.entity_key
    ),

    deals as (
        select
            linked.person_key,
            opportunities.opportunity_key,
            opportunities.created_at,
            opportunities.is_won,
            opportunities.is_closed,
            case when opportunities.is_won then opportunities.won_at end as won_at,
            case
                when opportunities.is_closed and not opportunities.is_won
                then coalesce(lost_moves.lost_at, cast(opportunities.close_on as timestamp))
            end as lost_at,
            opportunities.amount,
            opportunities.currency,
            row_number() over (
                partition by linked.person_key
                order by
                    case when opportunities.is_won then 0 else 1 end,
                    opportunities.created_at nulls last,
                    opportunities.opportunity_key
            ) as place
        from linked
        inner join opportunities on linked.opportunity_key = opportunities.opportunity_key
        left join lost_moves on opportunities.opportunity_key = lost_moves.entity_key
    ),

    dealt as (
        select
            person_key,
            max(case when place = 1 then opportunity_key end) as opportunity_key,
            min(created_at) as opportunity_at,
            case
                when bool_or(is_won) then true when count_if(is_won is null) = 0 then false
            end as is_won,
            min(won_at) as won_at,
            case
                -- A lead with an open deal is not lost.
                when count_if(is_closed is distinct from true or is_won is distinct from false) = 0
                then max(lost_at)
            end as lost_at,
            count_if(is_won) as won_count,
            count_if(is_won and amount is not null) as won_amounts,
            sum(case when is_won then amount end) as won_amount,
            max(case when place = 1 then amount end) as first_amount,
            min(case when is_won or place = 1 then currency end) as currency,
            -- Without a currency, all amounts are in that of the company.
            coalesce(
                min(case when is_won or place = 1 then currency end)
                < max(case when is_won or place = 1 then currency end),
                false
            ) as has_several_currencies
        from deals
        group by person_key
    ),

    -- An invoice for the deals of several leads tells no amount of one of them.
    invoiced_leads as (
        select distinct deals.person_key, invoice_deals.invoice_key
        from invoice_deals
        inner join deals on invoice_deals.opportunity_key = deals.opportunity_key
    ),

    shared as (
        select invoice_key, count(*) > 1 as is_shared from invoiced_leads group by invoice_key
    ),

    received as (
        select
            invoice_key,
            min(paid_at) as paid_at,
            sum(amount - coalesce(amount_refunded, 0)) as amount
        from payments
        group by invoice_key
    ),

    billed as (
        select
            invoiced_leads.person_key,
            invoices.issued_at,
            invoices.total,
            upper(invoices.currency) as currency,
            coalesce(
                received.paid_at,
                case
                    when invoices.status = 'paid' or invoices.amount_paid > 0 then invoices.paid_at
                end
            ) as paid_at,
            (
                received.invoice_key is not null
                -- An invoice without a status or an amount paid is not known to be paid.
                or coalesce(invoices.status = 'paid' or invoices.amount_paid > 0, false)
            ) as is_paid,
            coalesce(received.amount, invoices.amount_paid) as paid_amount,
            shared.is_shared
        from invoiced_leads
        inner join shared on invoiced_leads.invoice_key = shared.invoice_key
        inner join invoices on invoiced_leads.invoice_key = invoices.invoice_key
        left join invoice_repeats on invoices.invoice_key = invoice_repeats.invoice_key
        left join received on invoices.invoice_key = received.invoice_key
        -- null means nobody knows whether it was sent twice: it counts.
        where not coalesce(invoice_repeats.is_duplicate, false)
    ),

    invoiced as (
        select
            person_key,
            min(issued_at) as invoiced_at,
            case
                when bool_or(is_shared) or count(total) < count(*) or min(currency) < max(currency)
                then null
                else sum(total)
            end as invoiced_amount,
            case when not bool_or(is_shared) then min(currency) end as invoiced_currency,
            bool_or(is_paid) as is_paid,
            min(paid_at) as paid_at,
            case
                when bool_or(is_shared) or min(currency) < max(currency)
                then null
                else sum(case when is_paid then paid_amount end)
            end as paid_amount
        from billed
        group by person_key
    ),

    final as (
        select
            dealt.person_key,
            dealt.opportunity_key,
            dealt.opportunity_at,
            dealt.is_won,
            dealt.won_at,
            dealt.lost_at,
            case
                when dealt.has_several_currencies
                then null
                when dealt.won_count > 0
                then case when dealt.won_amounts = dealt.won_count then dealt.won_amount end
                else dealt.first_amount
            end as amount,
            case when not dealt.has_several_currencies then dealt.currency end as currency,
            invoiced.person_key is not null as is_invoiced,
            invoiced.invoiced_at,
            invoiced.invoiced_amount,
            invoiced.invoiced_currency,
            coalesce(invoiced.is_paid, false) as is_paid,
            invoiced.paid_at,
            invoiced.paid_amount
        from dealt
        left join invoiced on dealt.person_key = invoiced.person_key
    )

select *
from final
