with
    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    lag_people as (select * from {{ ref('audit_identity__members') }}),

    meetings as (select * from {{ ref('meetings') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    first_meetings as (
        select journey_starts.journey_id, min(meetings.booked_at) as meeting_at
        from meetings
        inner join lag_people on meetings.person_key = lag_people.person_key
        inner join
            journey_starts
            on lag_people.person_id = journey_starts.person_id
            and meetings.booked_at >= journey_starts.captured_at
        group by journey_starts.journey_id
    ),

    deals as (
        select
            journey_starts.journey_id,
            min(opportunities.created_at) as opportunity_at,
            min(case when opportunities.is_won then opportunities.won_at end) as won_at
        from opportunities
        inner join lag_people on opportunities.person_key = lag_people.person_key
        inner join
            journey_starts
            on lag_people.person_id = journey_starts.person_id
            and opportunities.created_at >= journey_starts.captured_at
        where not coalesce(opportunities.is_deleted, false)
        group by journey_starts.journey_id
    ),

    final as (
        select
            journey_starts.journey_id, first_meetings.meeting_at, deals.opportunity_at, deals.won_at
        from journey_starts
        left join first_meetings on journey_starts.journey_id = first_meetings.journey_id
        left join deals on journey_starts.journey_id = deals.journey_id
        where first_meetings.journey_id is not null or deals.journey_id is not null
    )

select *
from final
