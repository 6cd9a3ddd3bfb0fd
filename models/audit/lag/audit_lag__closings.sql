-- When a person's leads were closed: disqualified, put back to marketing, converted or bought.
-- Somebody with several leads is done when the last of them is.
with
    people as (select * from {{ ref('people') }}),

    identity_members as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__members') }}
    ),

    lead_objects as (select * from {{ ref('audit_lag__lead_objects') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    leads as (
        select identity_members.person_id, people.person_key, people.converted_at
        from people
        inner join
            lead_objects
            on people.system = lead_objects.system
            and people.object = lead_objects.object
        inner join identity_members on people.person_key = identity_members.person_key
        -- null means no export says that it was deleted: it is there.
        where not coalesce(people.is_deleted, false) and people.merged_into_key is null
    ),

    lead_counts as (select person_id, count(*) as lead_count from leads group by person_id),

    lead_closings as (
        select leads.person_id, leads.person_key, stage_changes.changed_at as closed_at
        from leads
        inner join stage_changes on leads.person_key = stage_changes.entity_key
        inner join stages on stage_changes.to_stage = stages.stage
        where stages.meaning in ('won', 'lost', 'recycled') and stage_changes.changed_at is not null
        union
        select person_id, person_key, converted_at as closed_at
        from leads
        where converted_at is not null
    ),

    last_closings as (
        select
            lead_closings.person_id,
            max(lead_closings.closed_at) as closed_at,
            count(distinct lead_closings.person_key) as closed_count
        from lead_closings
        group by lead_closings.person_id
    ),

    purchases as (
        select identity_members.person_id, opportunities.won_at as closed_at
        from opportunities
        inner join identity_members on opportunities.person_key = identity_members.person_key
        where
            opportunities.is_won
            and opportunities.won_at is not null
            -- null means no export says that it was deleted: it is there.
            and not coalesce(opportunities.is_deleted, false)
    ),

    final as (
        select lead_closings.person_id, lead_closings.closed_at
        from lead_closings
        inner join lead_counts on lead_closings.person_id = lead_counts.person_id
        where lead_counts.lead_count = 1
        union
        select last_closings.person_id, last_closings.closed_at
        from last_closings
        inner join lead_counts on last_closings.person_id = lead_counts.person_id
        where lead_counts.lead_count = last_closings.closed_count
        union
        select person_id, closed_at
        from purchases
    )

select *
from final
