-- Meetings and deals that followed a capture. A lead whose own meeting or deal is older than
-- itself keeps it: nothing follows from a record that is not there yet. A contact can be added
-- to a deal that was there before, so older ones say nothing about it.
with
    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    identity_members as (select * from {{ ref('audit_identity__members') }}),

    meetings as (select * from {{ ref('meetings') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    people as (select * from {{ ref('people') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    leads as (
        select people.person_key
        from people
        inner join systems on people.system = systems.system
        where people.object = 'lead' or (systems.vendor is null and people.object <> 'contact')
    ),

    known_meetings as (select person_key, booked_at from meetings where booked_at is not null),

    known_deals as (
        select person_key, created_at, case when is_won then won_at end as won_at
        from opportunities
        where not coalesce(is_deleted, false) and created_at is not null
    ),

    -- A customer of old can send another form: what came before a later capture, or before a
    -- submission, belongs to an earlier one.
    met as (
        select
            journey_starts.journey_id,
            min(
                case
                    when known_meetings.booked_at >= journey_starts.captured_at
                    then known_meetings.booked_at
                end
            ) as meeting_at,
            max(
                case
                    when leads.person_key = journey_starts.journey_id then known_meetings.booked_at
                end
            ) as earlier_meeting_at
        from known_meetings
        inner join identity_members on known_meetings.person_key = identity_members.person_key
        inner join journey_starts on identity_members.person_id = journey_starts.person_id
        left join leads on known_meetings.person_key = leads.person_key
        group by journey_starts.journey_id
    ),

    dealt as (
        select
            journey_starts.journey_id,
            min(
                case
                    when known_deals.created_at >= journey_starts.captured_at
                    then known_deals.created_at
                end
            ) as opportunity_at,
            min(
                case
                    when known_deals.created_at >= journey_starts.captured_at
                    then known_deals.won_at
                end
            ) as won_at,
            max(
                case
                    when leads.person_key = journey_starts.journey_id then known_deals.created_at
                end
            ) as earlier_opportunity_at,
            max(
                case when leads.person_key = journey_starts.journey_id then known_deals.won_at end
            ) as earlier_won_at
        from known_deals
        inner join identity_members on known_deals.person_key = identity_members.person_key
        inner join journey_starts on identity_members.person_id = journey_starts.person_id
        left join leads on known_deals.person_key = leads.person_key
        group by journey_starts.journey_id
    ),

    final as (
        select
            journey_starts.journey_id,
            coalesce(met.meeting_at, met.earlier_meeting_at) as meeting_at,
            coalesce(dealt.opportunity_at, dealt.earlier_opportunity_at) as opportunity_at,
            case
                when dealt.opportunity_at is not null then dealt.won_at else dealt.earlier_won_at
            end as won_at
        from journey_starts
        left join met on journey_starts.journey_id = met.journey_id
        left join dealt on journey_starts.journey_id = dealt.journey_id
        where
            coalesce(met.meeting_at, met.earlier_meeting_at) is not null
            or coalesce(dealt.opportunity_at, dealt.earlier_opportunity_at) is not null
    )

select *
from final
