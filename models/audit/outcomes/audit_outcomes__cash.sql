-- Every won deal on its way to cash: whether it owes an invoice, has the right one, and is paid.
-- The
-- parts are decided in other rooms; here each deal gets the gravest of them as its class.
with
    opportunities as (
        -- null means no export says that it was deleted: it is there.
        select * from {{ ref('opportunities') }} where is_won and not coalesce(is_deleted, false)
    ),

    invoices as (select * from {{ ref('invoices') }}),

    invoice_payments as (select * from {{ ref('audit_duplicates__invoice_payments') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    due_records as (select * from {{ ref('audit_clock__due_records') }}),

    invoice_deals as (select * from {{ ref('audit_matching__invoice_deals') }}),

    invoice_repeats as (select * from {{ ref('audit_matching__invoice_repeats') }}),

    owed_invoices as (select * from {{ ref('audit_fidelity__owed_invoices') }}),

    customers as (select * from {{ ref('audit_fidelity__customers') }}),

    verdicts as (select * from {{ ref('audit_fidelity__verdicts') }}),

    lags as (select * from {{ ref('audit_lag__invoices') }}),

    settlements as (select * from {{ ref('audit_duplicates__settlements') }}),

    as_of as (select * from {{ ref('as_of') }}),

    invoice_objects as (select distinct system, object from invoices),

    conditional_handoffs as (select distinct handoff_id from conditions),

    -- The handoff by which a deal owes its invoice: one whose condition it meets, if there is one.
    owing as (
        select
            opportunities.opportunity_key,
            handoffs.handoff_id,
            handoffs.match_basis = 'declared_id' as is_linkable,
            case
                when conditional_handoffs.handoff_id is null then true else due_records.is_due
            end as is_due
        from opportunities
        inner join
            handoffs
            on opportunities.system = handoffs.from_system
            and opportunities.object = handoffs.from_object
        inner join
            invoice_objects
            on handoffs.to_system = invoice_objects.system
            and handoffs.to_object = invoice_objects.object
        left join conditional_handoffs on handoffs.handoff_id = conditional_handoffs.handoff_id
        left join
            due_records
            on handoffs.handoff_id = due_records.handoff_id
            and opportunities.opportunity_key = due_records.record_key
        qualify
            row_number() over (
                partition by opportunities.opportunity_key
                order by
                    case when is_due then 0 when is_due is null then 1 else 2 end,
                    handoffs.handoff_id
            )
            = 1
    ),

    -- An invoice that is in none of the repeats was taken back by a credit note.
    stated as (
        select
            invoice_deals.opportunity_key,
            invoices.invoice_key,
            invoices.currency,
            invoices.total,
            invoices.amount_paid,
            invoices.amount_due,
            invoices.issued_at,
            invoices.due_on,
            invoices.status,
            case
                when invoices.status = 'draft'
                then 'drafted'
                when invoices.status in ('void', 'deleted')
                then 'voided'
                when invoice_repeats.is_duplicate
                then 'repeated'
                when
                    invoice_repeats.invoice_key is null
                    or (invoices.total > 0 and invoices.amount_credited >= invoices.total)
                then 'credited'
                else 'in_force'
            end as state,
            settlements.paid as settled,
            settlements.class as settlement_class,
            settlements.difference,
            invoice_repeats.not_judged_because as repeat_unknown_because
        from invoice_deals
        inner join invoices on invoice_deals.invoice_key = invoices.invoice_key
        left join invoice_repeats on invoices.invoice_key = invoice_repeats.invoice_key
        left join settlements on invoices.invoice_key = settlements.invoice_key
        where invoices.kind = 'receivable'
    ),

    received as (
        select
            invoice_key,
            sum(charged) as charged,
            sum(refunded) as refunded,
            bool_or(status = 'disputed') as is_disputed,
            bool_or(is_duplicate) as is_paid_twice,
            sum(case when is_duplicate then amount end) as paid_twice
        from invoice_payments
        group by invoice_key
    ),

    settled as (
        select
            stated.*,
            coalesce(stated.settled, stated.amount_paid, received.charged) as paid,
            received.refunded,
            received.paid_twice,
            coalesce(received.is_disputed, false) as is_disputed,
            coalesce(received.is_paid_twice, false) as is_paid_twice,
            -- null means no export has the status: the amounts decide.
            coalesce(stated.status = 'paid', false)
            or coalesce(
                coalesce(stated.settled, stated.amount_paid) >= stated.total, false
            ) as is_paid,
            stated.status is null
            and coalesce(stated.amount_paid, received.charged) is null as is_payment_unknown
        from stated
        left join received on stated.invoice_key = received.invoice_key
    ),

    -- An invoice for several deals tells no amount of one of them.
    shared as (
        select invoice_key, count(distinct opportunity_key) > 1 as is_shared
        from invoice_deals
        group by invoice_key
    ),

    billed as (
        select
            settled.opportunity_key,
            count_if(state = 'in_force') as invoices,
            count_if(state = 'repeated') as repeats,
            count_if(state = 'drafted') as drafts,
            count_if(state = 'credited') as credited_invoices,
            count_if(state = 'voided') as voided_invoices,
            bool_or(shared.is_shared) as is_shared,
            min(case when state = 'in_force' then upper(currency) end) as invoice_currency,
            max(case when state = 'in_force' then upper(currency) end) as last_currency,
            sum(case when state = 'in_force' then total end) as invoiced,
            sum(case when state = 'drafted' then total end) as drafted,
            -- null means nothing was paid back.
            sum(
                case
                    when state = 'repeated' and is_paid
                    then greatest(total - coalesce(refunded, 0), 0)
                end
            ) as repeated_and_paid,
            sum(case when state = 'in_force' then paid end) as paid,
            sum(refunded) as refunded,
            sum(paid_twice) as paid_twice,
            sum(
                case
                    when state = 'in_force' and not is_paid
                    then coalesce(amount_due, total - coalesce(paid, 0))
                end
            ) as open_amount,
            sum(
                case
                    when state = 'in_force' and not is_paid and due_on < cast(as_of.as_of as date)
                    then coalesce(amount_due, total - coalesce(paid, 0))
                end
            ) as overdue_amount,
            sum(case when settlement_class = 'overpaid' then difference end) as overpaid,
            sum(case when settlement_class = 'underpaid' then - difference end) as underpaid,
            min(case when state = 'in_force' then issued_at end) as invoiced_at,
            min(case when state = 'in_force' and not is_paid then due_on end) as due_on,
            bool_and(is_paid or state <> 'in_force') as is_all_paid,
            coalesce(
                bool_or(state = 'in_force' and status = 'uncollectible'), false
            ) as is_written_off,
            bool_or(state = 'in_force' and is_payment_unknown) as is_payment_unknown,
            bool_or(is_disputed) as is_disputed,
            bool_or(is_paid_twice) as is_paid_twice,
            min(repeat_unknown_because) as repeat_unknown_because
        from settled
        cross join as_of
        inner join shared on settled.invoice_key = shared.invoice_key
        group by settled.opportunity_key
    ),

    customers_seen as (
        select
            source_record_key as opportunity_key,
            coalesce(bool_or(is_other_customer), false) as is_other_customer,
            min(not_judged_because) as customer_unknown_because
        from customers
        group by source_record_key
    ),

    billing_handoffs as (
        select handoffs.handoff_id
        from handoffs
        inner join
            invoice_objects
            on handoffs.to_system = invoice_objects.system
            and handoffs.to_object = invoice_objects.object
    ),

    -- What differs on the way to the invoice; a copy of the deal elsewhere is another matter.
    differing as (
        select
            verdicts.source_record_key as opportunity_key,
            bool_or(verdicts.is_mismatched and verdicts.kind = 'money') as is_amount_wrong,
            {{ string_agg_sorted("case when verdicts.is_mismatched and verdicts.kind <> 'money' then upper(verdicts.source_normalised) || '>' || upper(verdicts.target_normalised) end", "' '") }}
            as other_differences,
            min(
                case when verdicts.kind = 'money' then verdicts.not_judged_because end
            ) as amount_unknown_because
        from verdicts
        inner join billing_handoffs on verdicts.handoff_id = billing_handoffs.handoff_id
        group by verdicts.source_record_key
    ),

    late as (
        select
            opportunity_key,
            bool_or(verdict = 'breached') as is_late,
            bool_or(verdict = 'waiting') as is_in_time,
            bool_or(verdict = 'waiting_breached') as is_overdue
        from lags
        group by opportunity_key
    ),

    described as (
        select
            opportunities.opportunity_key,
            opportunities.system,
            opportunities.name,
            opportunities.owner_key,
            opportunities.won_at,
            opportunities.amount,
            upper(opportunities.currency) as currency,
            owing.handoff_id,
            owing.handoff_id is not null as has_handoff,
            owing.is_linkable,
            owing.is_due,
            billed.opportunity_key is not null as has_invoice,
            coalesce(billed.invoices, 0) as invoices,
            coalesce(billed.repeats, 0) as repeats,
            coalesce(billed.drafts, 0) as drafts,
            coalesce(billed.credited_invoices, 0) as credited_invoices,
            coalesce(billed.voided_invoices, 0) as voided_invoices,
            billed.invoice_currency,
            -- Amounts of an invoice for several deals, or in several currencies, are nobody's own.
            coalesce(
                billed.is_shared or billed.invoice_currency < billed.last_currency, false
            ) as has_no_own_amount,
            billed.invoiced,
            billed.drafted,
            billed.repeated_and_paid,
            billed.paid,
            billed.refunded,
            billed.paid_twice,
            billed.open_amount,
            billed.overdue_amount,
            billed.overpaid,
            billed.underpaid,
            billed.invoiced_at,
            billed.due_on,
            coalesce(billed.is_all_paid, false) as is_all_paid,
            coalesce(billed.is_written_off, false) as is_written_off,
            coalesce(billed.is_payment_unknown, false) as is_payment_unknown,
            coalesce(billed.is_disputed, false) as is_disputed,
            coalesce(billed.is_paid_twice, false) as is_paid_twice,
            billed.repeat_unknown_because,
            coalesce(customers_seen.is_other_customer, false) as is_other_customer,
            customers_seen.customer_unknown_because,
            coalesce(differing.is_amount_wrong, false) as is_amount_wrong,
            differing.amount_unknown_because,
            -- The field that differs is the currency itself.
            coalesce(
                ' ' || differing.other_differences || ' '
                like '% '
                || upper(opportunities.currency)
                || '>'
                || billed.invoice_currency
                || ' %',
                false
            ) as is_currency_wrong,
            coalesce(late.is_late, false) as is_late,
            coalesce(late.is_in_time, false) as is_in_time,
            coalesce(late.is_overdue, false) as is_overdue,
            owed_invoices.opportunity_key is not null as is_owed_known,
            owed_invoices.is_awaited,
            owed_invoices.not_judged_because as owed_unknown_because
        from opportunities
        left join owing on opportunities.opportunity_key = owing.opportunity_key
        left join billed on opportunities.opportunity_key = billed.opportunity_key
        left join customers_seen on opportunities.opportunity_key = customers_seen.opportunity_key
        left join differing on opportunities.opportunity_key = differing.opportunity_key
        left join late on opportunities.opportunity_key = late.opportunity_key
        left join
            owed_invoices
            on owing.handoff_id = owed_invoices.handoff_id
            and opportunities.opportunity_key = owed_invoices.opportunity_key
    ),

    explained as (
        select
            described.*,
            invoices + repeats = 0 and credited_invoices = 0 as is_unbilled,
            case
                when coalesce(amount = 0, false)
                then null
                when
                    has_invoice
                    and invoices + repeats + credited_invoices = 0
                    and coalesce(is_due, true)
                    and not is_in_time
                    and not is_overdue
                then 'nothing says whether its invoice is due'
                when has_invoice
                then null
                when not has_handoff
                then 'no handoff declares that such a deal becomes an invoice'
                when is_due is null
                then 'the exports do not show whether the deal must be invoiced'
                when not is_due
                then null
                when not is_linkable
                then 'the handoff has no id that links deals and invoices'
                when not is_owed_known
                then 'nothing says whether its invoice is due'
                else owed_unknown_because
            end as unknown_because
        from described
    ),

    classed as (
        select
            explained.*,
            case
                when unknown_because is not null
                then null
                when is_unbilled and amount = 0
                then 'free'
                when is_unbilled and not is_due
                then 'not_owed'
                when is_unbilled and (is_awaited or is_in_time)
                then 'not_due_yet'
                when not has_invoice
                then 'missing'
                when invoices + repeats = 0 and drafts > 0
                then 'drafted'
                when invoices + repeats = 0 and credited_invoices > 0
                then 'credited'
                when invoices + repeats = 0
                then 'voided'
                when is_other_customer
                then 'wrong_customer'
                when repeats > 0
                then 'doubled'
                when is_currency_wrong
                then 'wrong_currency'
                when is_amount_wrong
                then 'wrong_amount'
                when is_paid_twice
                then 'paid_twice'
                when overpaid > 0
                then 'overpaid'
                when underpaid > 0
                then 'underpaid'
                when is_disputed
                then 'disputed'
                when refunded >= invoiced
                then 'refunded'
                when is_written_off
                then 'written_off'
                when is_all_paid
                then 'paid'
                when is_payment_unknown
                then 'invoiced'
                when overdue_amount > 0
                then 'overdue'
                when paid > 0
                then 'partly_paid'
                else 'open'
            end as class
        from explained
    ),

    final as (
        select
            opportunity_key,
            handoff_id,
            system,
            name,
            owner_key,
            won_at,
            amount,
            currency,
            class,
            is_late,
            cast(invoices as bigint) as invoices,
            cast(repeats as bigint) as repeats,
            cast(drafts as bigint) as drafts,
            invoiced_at,
            due_on,
            case when not has_no_own_amount then invoice_currency end as invoice_currency,
            {%- for name in ['invoiced', 'drafted', 'paid', 'refunded', 'open_amount', 'overdue_amount'] %}
                cast(
                    case when not has_no_own_amount then {{ name }} end as decimal(18, 4)
                ) as {{ name }},
            {%- endfor %}
            case
                when class in ('missing', 'drafted', 'voided')
                then 'unbilled'
                when class = 'doubled' and repeated_and_paid > 0
                then 'overbilled'
                when class in ('paid_twice', 'overpaid')
                then 'overbilled'
                when class = 'wrong_amount' and invoiced > amount and paid > amount
                then 'overbilled'
                when class = 'wrong_amount' and invoiced < amount
                then 'unbilled'
                when class in ('underpaid', 'overdue')
                then 'unpaid'
            end as risk,
            cast(
                case
                    when class in ('missing', 'drafted', 'voided')
                    then amount
                    when has_no_own_amount
                    then null
                    when class = 'doubled'
                    then repeated_and_paid
                    when class = 'paid_twice'
                    then paid_twice
                    when class = 'overpaid'
                    then overpaid
                    when class = 'wrong_amount' and invoiced > amount and paid > amount
                    then paid - amount
                    when class = 'wrong_amount' and invoiced < amount
                    then amount - invoiced
                    when class = 'underpaid'
                    then underpaid
                    when class = 'overdue'
                    then overdue_amount
                end as decimal(18, 4)
            ) as money_at_risk,
            case
                when class is null
                then unknown_because
                else
                    coalesce(
                        repeat_unknown_because, customer_unknown_because, amount_unknown_because
                    )
            end as not_judged_because
        from classed
    )

select *
from final
