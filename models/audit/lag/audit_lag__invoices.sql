-- The time from a won deal to its first invoice, where a service level promises one.
with
    handoffs as (select * from {{ ref('declared_handoffs') }} where hop = 'invoiced'),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    promises as (
        select *
        from {{ ref('audit_clock__promises') }}
        where hop = 'invoiced' and handoff_id is not null and within_seconds is not null
    ),

    due_records as (select * from {{ ref('audit_lag__due_records') }}),

    opportunities as (
        select * from {{ ref('opportunities') }} where not coalesce(is_deleted, false)
    ),

    pairs as (select * from {{ ref('audit_matching__pairs') }} where not is_superseded),

    invoices as (
        select *
        from {{ ref('invoices') }}
        where kind = 'receivable' and coalesce(status, '') not in ('void', 'draft', 'deleted')
    ),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    as_of as (select * from {{ ref('as_of') }}),

    conditional_handoffs as (select distinct handoff_id from conditions),

    invoice_export as (select count(*) > 0 as is_there from invoices),

    -- Instalments are invoices of one deal: the first one ends the wait.
    invoiced as (
        select
            pairs.handoff_id,
            pairs.source_record_key as opportunity_key,
            min(invoices.issued_at) as invoiced_at
        from pairs
        inner join invoices on pairs.target_record_key = invoices.invoice_key
        group by pairs.handoff_id, pairs.source_record_key
    ),

    -- The condition of the handoff says which deals must be invoiced; without one, those won.
    owed as (
        select
            opportunities.opportunity_key,
            promises.handoff_id,
            promises.service_level,
            promises.within_seconds,
            promises.clock,
            promises.calendar,
            opportunities.won_at,
            -- null means no export has the amount.
            coalesce(opportunities.amount = 0, false) as is_free,
            invoiced.invoiced_at,
            invoiced.opportunity_key is not null as has_invoice,
            case
                when conditional_handoffs.handoff_id is not null
                then due_records.is_due
                else opportunities.is_won
            end as is_owed,
            greatest(
                promises.resolution_seconds,
                case
                    when
                        opportunities.won_at = date_trunc('day', opportunities.won_at)
                        or invoiced.invoiced_at = date_trunc('day', invoiced.invoiced_at)
                    then 86400
                    else 1
                end
            ) as resolution_seconds
        from opportunities
        inner join
            handoffs
            on opportunities.system = handoffs.from_system
            and opportunities.object = handoffs.from_object
        inner join promises on handoffs.handoff_id = promises.handoff_id
        left join conditional_handoffs on handoffs.handoff_id = conditional_handoffs.handoff_id
        left join
            due_records
            on handoffs.handoff_id = due_records.handoff_id
            and opportunities.opportunity_key = due_records.record_key
        left join
            invoiced
            on handoffs.handoff_id = invoiced.handoff_id
            and opportunities.opportunity_key = invoiced.opportunity_key
    ),

    ended as (
        select owed.*, coalesce(owed.invoiced_at, as_of.as_of) as until_at
        from owed
        cross join as_of
        -- A deal of which nobody knows whether it is won is not judged; one that is not, or that
        -- costs nothing, owes nothing.
        where coalesce(owed.is_owed, true) and not owed.is_free
    ),

    -- An invoice that was sent before its deal was closed is in time.
    timed as (
        select
            ended.*,
            greatest({{ elapsed_seconds('ended.won_at', 'ended.until_at') }}, 0) as elapsed_seconds,
            greatest(
                {{ business_position('until_hours', 'ended.until_at') }}
                - {{ business_position('since_hours', 'ended.won_at') }},
                0
            ) as business_seconds
        from ended
        left join
            calendar_hours as since_hours
            on ended.calendar = since_hours.calendar
            and date_trunc('hour', ended.won_at) = since_hours.hour_at
        left join
            calendar_hours as until_hours
            on ended.calendar = until_hours.calendar
            and date_trunc('hour', ended.until_at) = until_hours.hour_at
    ),

    spent as (
        select
            timed.*,
            case
                when clock = 'business' then business_seconds else elapsed_seconds
            end as spent_seconds
        from timed
    ),

    hindered as (
        select
            spent.*,
            case
                when spent.is_owed is null
                then 'the exports do not show whether the deal must be invoiced'
                when spent.has_invoice and spent.invoiced_at is null
                then 'the invoice has no date'
                else
                    {{ hop_obstacle(
                    'spent.is_owed', 'spent.won_at', 'spent.invoiced_at', 'spent.spent_seconds',
                    'spent.within_seconds', 'spent.resolution_seconds', '0', 'invoice_export.is_there'
                ) }}
            end as obstacle
        from spent
        cross join invoice_export
    ),

    final as (
        select
            opportunity_key,
            handoff_id,
            service_level,
            within_seconds,
            clock,
            won_at,
            invoiced_at,
            elapsed_seconds,
            business_seconds,
            {{ hop_verdict(
            'true', 'won_at', 'invoiced_at', 'elapsed_seconds', 'spent_seconds', 'within_seconds',
            'resolution_seconds', 'true', obstacle='obstacle'
        ) }} as verdict,
            obstacle as not_judged_because,
            case when resolution_seconds >= 3600 then 'C' else 'A' end as evidence_grade
        from hindered
    )

select *
from final
