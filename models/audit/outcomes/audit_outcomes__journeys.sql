-- What became of each lead. Attempts and conversations are those that the room lag tells;
-- acceptance
-- and rejection are declared stages; a past meeting without a word of its outcome is not judged.
with
    leads as (select * from {{ ref('audit_outcomes__leads') }}),

    records as (select * from {{ ref('audit_outcomes__records') }}),

    lead_values as (select * from {{ ref('audit_outcomes__values') }}),

    lead_scores as (select * from {{ ref('audit_outcomes__lead_scores') }}),

    lead_stages as (select * from {{ ref('audit_outcomes__stages') }}),

    deals as (select * from {{ ref('audit_outcomes__deals') }}),

    people as (select * from {{ ref('people') }}),

    meetings as (select * from {{ ref('meetings') }}),

    lag_touches as {{ not_materialized() }} (select * from {{ ref('audit_lag__touches') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    as_of as (select * from {{ ref('as_of') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }} where hop = 'in_map'),

    timing_limits as (select * from {{ ref('timing_limits') }} where limit_name = 'clock_skew'),

    named as (
        select
            person_key,
            {%- for name in ['source', 'campaign', 'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'page', 'offer', 'country', 'company_size'] %}
                max(case when dimension = '{{ name }}' then value end) as {{ name }},
            {%- endfor %}
            max(case when dimension = 'source' then word_system end) as source_system
        from lead_values
        group by person_key
    ),

    -- The score of the system that scores for the others.
    scored as (
        select lead_scores.*
        from lead_scores
        left join hop_systems on lead_scores.system = hop_systems.system
        qualify
            row_number() over (
                partition by lead_scores.person_key
                order by case when hop_systems.system is null then 1 else 0 end, lead_scores.system
            )
            = 1
    ),

    -- Nothing is known of touches long before the oldest one in the exports.
    seen as (
        {%- for hop, flag in [('attempted', 'is_attempt'), ('conversed', 'is_conversation')] %}
            select '{{ hop }}' as step, min(occurred_at) as seen_from
            from lag_touches
            where {{ flag }} is distinct from false {{- ' union all' if not loop.last }}
        {%- endfor %}
    ),

    touched as (
        select
            records.person_key,
            {%- for hop, flag in [('attempted', 'is_attempt'), ('conversed', 'is_conversation')] %}
                min(
                    case when lag_touches.{{ flag }} then lag_touches.occurred_at end
                ) as {{ hop }}_at,
                coalesce(bool_or(lag_touches.{{ flag }}), false) as is_{{ hop }},
                bool_or(lag_touches.{{ flag }} is null) as is_{{ hop }}_unclear
                {{- ',' if not loop.last }}
            {%- endfor %}
        from records
        cross join timing_limits
        inner join leads on records.person_key = leads.person_key
        inner join lag_touches on records.record_key = lag_touches.person_key
        where
            -- A touch without a time, or of a lead without one, may have come at any time.
            coalesce(
                {{ elapsed_seconds('lag_touches.occurred_at', 'leads.captured_at') }}
                <= timing_limits.amount,
                true
            )
            and (records.until_at is null or lag_touches.occurred_at < records.until_at)
        group by records.person_key
    ),

    met as (
        select
            records.person_key,
            count_if(meetings.outcome is distinct from 'cancelled') as booked_meetings,
            min(case when meetings.outcome = 'held' then meetings.starts_at end) as held_at,
            count_if(meetings.outcome = 'held') as held_meetings,
            count_if(meetings.outcome = 'no_show') as no_shows,
            count_if(
                meetings.outcome is null and coalesce(meetings.starts_at <= as_of.as_of, true)
            ) as meetings_unjudged
        from records
        cross join timing_limits
        cross join as_of
        inner join leads on records.person_key = leads.person_key
        inner join meetings on records.record_key = meetings.person_key
        where
            coalesce(
                {{ elapsed_seconds('coalesce(meetings.booked_at, meetings.starts_at)', 'leads.captured_at') }}
                <= timing_limits.amount,
                true
            )
            and (
                records.until_at is null
                or coalesce(meetings.booked_at, meetings.starts_at) < records.until_at
            )
        group by records.person_key
    ),

    reasons as (
        select
            records.person_key,
            min_by(
                people.rejected_because,
                case when people.rejected_because is not null then records.place end
            ) as rejected_because
        from records
        inner join people on records.record_key = people.person_key
        group by records.person_key
    ),

    -- Whether the exports have anything that could show a step.
    exported as (
        select
            (
                select count(*) > 0 from lag_touches where is_attempt is distinct from false
            ) as has_attempts,
            (
                select count(*) > 0 from lag_touches where is_conversation is distinct from false
            ) as has_conversations,
            (
                select count(*) > 0 from meetings where outcome in ('held', 'no_show')
            ) as has_outcomes,
            (select count(*) > 0 from opportunities) as has_deals,
            (select count(*) > 0 from deals) as has_linked_deals,
            (select count(*) > 0 from invoices) as has_invoices,
            (select count(*) > 0 from deals where is_invoiced) as has_linked_invoices,
            (select count(*) > 0 from deals where is_paid) as has_payments,
            (select min(seen_from) from seen where step = 'attempted') as attempts_seen_from,
            (select min(seen_from) from seen where step = 'conversed') as conversations_seen_from
    ),

    final as (
        select
            leads.person_key,
            leads.person_id,
            leads.system,
            leads.captured_at,
            named.source,
            named.source_system,
            named.campaign,
            named.channel,
            named.utm_source,
            named.utm_medium,
            named.utm_campaign,
            named.page,
            named.offer,
            named.country,
            named.company_size,
            scored.system as score_system,
            scored.basis as score_basis,
            scored.handed_over_at,
            scored.score_at_capture,
            scored.score_at_handoff,
            scored.score_today,
            lead_stages.is_accepted,
            lead_stages.accepted_at,
            lead_stages.is_rejected,
            lead_stages.rejected_at,
            case when lead_stages.is_rejected then reasons.rejected_because end as rejected_because,
            {%- for hop, name in [('attempted', 'attempts'), ('conversed', 'conversations')] %}
                case
                    when touched.is_{{ hop }}
                    then true
                    when touched.is_{{ hop }}_unclear or not exported.has_{{ name }}
                    then null
                    when
                        {{ elapsed_seconds('leads.captured_at', 'exported.' ~ name ~ '_seen_from') }}
                        > {{ audit_limit('unseen_touch_days') }} * 86400
                    then null
                    else false
                end as is_{{ hop }},
                touched.{{ hop }}_at,
            {%- endfor %}
            cast(coalesce(met.booked_meetings, 0) as bigint) as booked_meetings,
            case
                when met.held_meetings > 0
                then true
                when not exported.has_outcomes or met.meetings_unjudged > 0
                then null
                else false
            end as is_met,
            met.held_at as met_at,
            met.held_at,
            cast(coalesce(met.no_shows, 0) as bigint) as no_shows,
            cast(coalesce(met.meetings_unjudged, 0) as bigint) as meetings_unjudged,
            deals.opportunity_key,
            case
                when deals.person_key is not null
                then true
                when exported.has_linked_deals
                then false
            end as is_opportunity,
            deals.opportunity_at,
            case
                when deals.person_key is not null
                then deals.is_won
                when exported.has_linked_deals
                then false
            end as is_won,
            deals.won_at,
            deals.lost_at,
            deals.amount,
            deals.currency,
            case
                when deals.is_invoiced then true when exported.has_linked_invoices then false
            end as is_invoiced,
            deals.invoiced_at,
            deals.invoiced_amount,
            deals.invoiced_currency,
            case when deals.is_paid then true when exported.has_payments then false end as is_paid,
            deals.paid_at,
            deals.paid_amount
        from leads
        cross join exported
        left join named on leads.person_key = named.person_key
        left join scored on leads.person_key = scored.person_key
        left join lead_stages on leads.person_key = lead_stages.person_key
        left join reasons on leads.person_key = reasons.person_key
        left join touched on leads.person_key = touched.person_key
        left join met on leads.person_key = met.person_key
        left join deals on leads.person_key = deals.person_key
    )

select *
from final
