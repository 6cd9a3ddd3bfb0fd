with
    captures as (select * from {{ ref('audit_lag__journey_starts') }}),

    persons as (select * from {{ ref('audit_identity__members') }}),

    meetings as (select * from {{ ref('meetings') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    first_meetings as (
        select captures.journey_id, min(meetings.booked_at) as meeting_at
        from meetings
        inner join persons on meetings.person_key = persons.person_key
        inner join
            captures
            on persons.person_id = captures.person_id
            and meetings.booked_at >= captures.captured_at
        group by captures.journey_id
    ),

    deals as (
        select
            captures.journey_id,
            min(opportunities.created_at) as opportunity_at,
            min(case when opportunities.is_won then opportunities.won_at end) as won_at
        from opportunities
        inner join persons on opportunities.person_key = persons.person_key
        inner join
            captures
            on persons.person_id = captures.person_id
            and opportunities.created_at >= captures.captured_at
        where not coalesce(opportunities.is_deleted, false)
        group by captures.journey_id
    ),

    final as (
        select captures.journey_id, first_meetings.meeting_at, deals.opportunity_at, deals.won_at
        from captures
        left join first_meetings on captures.journey_id = first_meetings.journey_id
        left join deals on captures.journey_id = deals.journey_id
        where first_meetings.journey_id is not null or deals.journey_id is not null
    )

select *
from final
