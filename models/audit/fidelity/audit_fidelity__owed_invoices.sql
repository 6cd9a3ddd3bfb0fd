-- Deals that a handoff should turn into invoices and that have none: whether the invoice is due.
-- It is due when the promise of the handoff is over. Without a promise, it is due after the usual
-- time, taken from the invoiced deals of the same handoff (`usual_lag_percent` of them were
-- invoiced within it). A deal without an amount to pay owes no invoice.
with
    handoffs as (select * from {{ ref('declared_handoffs') }} where match_basis = 'declared_id'),

    promises as (select * from {{ ref('audit_clock__promises') }} where handoff_id is not null),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    as_of as (select * from {{ ref('as_of') }}),

    invoice_objects as (select distinct system, object from invoices),

    deals as (
        select
            handoffs.handoff_id,
            opportunities.opportunity_key,
            opportunities.amount,
            opportunities.won_at,
            case
                when opportunities.won_at = date_trunc('day', opportunities.won_at)
                then 86400
                else 0
            end as won_within_seconds
        from handoffs
        inner join
            invoice_objects
            on handoffs.to_system = invoice_objects.system
            and handoffs.to_object = invoice_objects.object
        inner join
            opportunities
            on handoffs.from_system = opportunities.system
            and handoffs.from_object = opportunities.object
    ),

    invoiced as (
        select
            pairs.handoff_id,
            pairs.source_record_key as opportunity_key,
            min(invoices.issued_at) as invoiced_at
        from pairs
        inner join invoices on pairs.target_record_key = invoices.invoice_key
        group by pairs.handoff_id, pairs.source_record_key
    ),

    lags as (
        select
            deals.handoff_id,
            deals.opportunity_key,
            greatest(
                {{ elapsed_seconds('deals.won_at', 'invoiced.invoiced_at') }}, 0
            ) as lag_seconds
        from deals
        inner join
            invoiced
            on deals.handoff_id = invoiced.handoff_id
            and deals.opportunity_key = invoiced.opportunity_key
        where deals.won_at is not null and invoiced.invoiced_at is not null
    ),

    ranked_lags as (
        select
            handoff_id,
            lag_seconds,
            row_number() over (
                partition by handoff_id order by lag_seconds, opportunity_key
            ) as place,
            count(*) over (partition by handoff_id) as deal_count
        from lags
    ),

    usual_lags as (
        select handoff_id, min(lag_seconds) as usual_seconds
        from ranked_lags
        where place >= deal_count * {{ audit_limit('usual_lag_percent') }} / 100.0
        group by handoff_id
    ),

    waiting as (
        select
            deals.*,
            promises.within_seconds,
            promises.clock,
            promises.calendar,
            usual_lags.usual_seconds,
            as_of.as_of
        from deals
        cross join as_of
        left join promises on deals.handoff_id = promises.handoff_id and promises.hop = 'invoiced'
        left join usual_lags on deals.handoff_id = usual_lags.handoff_id
        left join
            invoiced
            on deals.handoff_id = invoiced.handoff_id
            and deals.opportunity_key = invoiced.opportunity_key
        where invoiced.opportunity_key is null
    ),

    timed as (
        select
            waiting.*,
            {{ elapsed_seconds('waiting.won_at', 'waiting.as_of') }} as elapsed_seconds,
            {{ business_position('until_hours', 'waiting.as_of') }}
            - {{ business_position('since_hours', 'waiting.won_at') }} as business_seconds
        from waiting
        left join
            calendar_hours as since_hours
            on waiting.calendar = since_hours.calendar
            and date_trunc('hour', waiting.won_at) = since_hours.hour_at
        left join
            calendar_hours as until_hours
            on waiting.calendar = until_hours.calendar
            and date_trunc('hour', waiting.as_of) = until_hours.hour_at
    ),

    final as (
        select
            handoff_id,
            opportunity_key,
            -- null means no export has the amount: the deal owes an invoice.
            coalesce(amount = 0, false) as is_free,
            case
                when within_seconds is not null and clock = 'business'
                then business_seconds - won_within_seconds <= within_seconds
                when within_seconds is not null
                then elapsed_seconds - won_within_seconds <= within_seconds
                when usual_seconds is not null
                then elapsed_seconds - won_within_seconds <= usual_seconds
                else false
            end as is_awaited,
            case
                when won_at is null and coalesce(within_seconds, usual_seconds) is not null
                then 'no export says when the deal was won, so its invoice may not be due yet'
                when within_seconds is not null and clock = 'business' and business_seconds is null
                then 'the calendar does not cover the time'
            end as not_judged_because
        from timed
    )

select *
from final
