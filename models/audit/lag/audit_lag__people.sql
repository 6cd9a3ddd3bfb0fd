{{ config(materialized='view') }}

with
    people as (select * from {{ ref('people') }}),

    identity_members as {{ not_materialized() }} (
        select * from {{ ref('audit_identity__members') }}
    ),

    stages as (select * from {{ ref('declared_stages') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    touches as {{ not_materialized() }} (select * from {{ ref('touches') }}),

    first_touch_kinds as (select * from {{ ref('first_touch_kinds') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    due as (select * from {{ ref('audit_lag__due_records') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    -- The objects that count as leads in the CRM: routed objects, else the target of the
    -- handoff, else lead.
    lead_objects as (
        select system, object
        from routings
        union
        select to_system as system, to_object as object
        from handoffs
        where hop = 'in_crm'
        union
        select system, 'lead' as object
        from hop_systems
        where hop = 'in_crm'
    ),

    records as (
        select
            identity_members.person_id,
            people.person_key,
            people.created_at,
            map_systems.system is not null as is_in_map,
            crm_systems.system is not null as is_in_crm,
            enrich_systems.system is not null as is_enriched,
            lead_objects.system is not null as is_lead,
            not coalesce(people.is_deleted, false) as is_live,
            (
                coalesce(people.is_converted, false)
                or coalesce(stages.meaning in ('won', 'lost'), false)
            ) as is_closed
        from people
        inner join identity_members on people.person_key = identity_members.person_key
        left join
            hop_systems as map_systems
            on people.system = map_systems.system
            and map_systems.hop = 'in_map'
        left join
            hop_systems as crm_systems
            on people.system = crm_systems.system
            and crm_systems.hop = 'in_crm'
        left join
            hop_systems as enrich_systems
            on people.system = enrich_systems.system
            and enrich_systems.hop = 'enriched'
        left join
            lead_objects
            on people.system = lead_objects.system
            and people.object = lead_objects.object
        left join stages on people.stage = stages.stage
    ),

    created as (
        select
            person_id,
            min(case when is_in_map then created_at end) as in_map_at,
            min(case when is_in_crm then created_at end) as in_crm_at,
            min(case when is_enriched then created_at end) as enriched_at,
            bool_or(is_in_crm) as has_crm_record,
            bool_or(is_lead and is_live) as has_lead,
            bool_or(is_lead and is_live and not is_closed) as has_open_lead,
            min(case when is_lead then person_key end) as lead_key
        from records
        group by person_id
    ),

    -- Without an exported history the owner is known and the time of assignment is not.
    owned as (
        select
            records.person_id,
            min(first_owners.first_assigned_at) as assigned_at,
            min(first_owners.first_assigned_at) is null as is_owner_time_unknown,
            min_by(first_owners.first_basis, first_owners.first_assigned_at) as assigned_basis
        from records
        inner join first_owners on records.person_key = first_owners.person_key
        where records.is_lead and first_owners.first_owner_key is not null
        group by records.person_id
    ),

    due_moments as (
        select records.person_id, bool_or(due.is_due) as is_due, min(due.due_at) as due_at
        from records
        inner join due on records.person_key = due.person_key
        group by records.person_id
    ),

    alerts as (
        select identity_members.person_id, min(touches.occurred_at) as alerted_at
        from touches
        inner join identity_members on touches.person_key = identity_members.person_key
        where touches.kind = 'alert'
        group by identity_members.person_id
    ),

    -- A first touch is made by a person, took place, and follows the first assignment.
    first_touches as (
        select identity_members.person_id, min(touches.occurred_at) as first_touch_at
        from touches
        inner join first_touch_kinds on touches.kind = first_touch_kinds.kind
        inner join identity_members on touches.person_key = identity_members.person_key
        inner join owned on identity_members.person_id = owned.person_id
        where
            touches.actor_type = 'human'
            and touches.is_completed
            and (owned.is_owner_time_unknown or touches.occurred_at >= owned.assigned_at)
        group by identity_members.person_id
    ),

    final as (
        select
            created.person_id,
            created.in_map_at,
            created.in_crm_at,
            created.enriched_at,
            owned.assigned_at,
            owned.assigned_basis,
            coalesce(owned.is_owner_time_unknown, false) as is_owner_time_unknown,
            alerts.alerted_at,
            first_touches.first_touch_at,
            created.has_crm_record,
            created.has_lead,
            created.has_open_lead,
            created.lead_key,
            coalesce(due_moments.is_due, false) as is_due,
            due_moments.due_at
        from created
        left join owned on created.person_id = owned.person_id
        left join due_moments on created.person_id = due_moments.person_id
        left join alerts on created.person_id = alerts.person_id
        left join first_touches on created.person_id = first_touches.person_id
    )

select *
from final
