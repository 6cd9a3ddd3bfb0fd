with
    people as (select * from {{ ref('people') }}),

    record_values as (select * from {{ ref('record_values') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    as_of as (select * from {{ ref('as_of') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    conditions as (select * from {{ ref('declared_routing_conditions') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    read_columns as (
        select distinct
            conditions.routing_id,
            conditions.header,
            conditions.column_name,
            conditions.value_position,
            routings.system,
            routings.object
        from conditions
        inner join routings on conditions.routing_id = routings.routing_id
        where conditions.value_position is not null
    ),

    leads as (
        select
            people.person_key,
            routings.routing_id,
            coalesce(first_owners.first_assigned_at, as_of.as_of) as decided_at,
            coalesce(first_owners.first_assigned_at, people.created_at, as_of.as_of) as in_force_at
        from people
        inner join routings on people.system = routings.system and people.object = routings.object
        cross join as_of
        left join first_owners on people.person_key = first_owners.person_key
        where not coalesce(people.is_deleted, false) and people.merged_into_key is null
    ),

    -- The value of a field at the decision is the old value of its first change afterwards.
    changed_later as (
        select
            leads.routing_id,
            field_changes.entity_key,
            field_changes.column_name,
            min_by(field_changes.old_value, field_changes.changed_at) as value_before,
            min(field_changes.changed_at) as first_changed_at
        from field_changes
        inner join leads on field_changes.entity_key = leads.person_key
        inner join
            read_columns
            on leads.routing_id = read_columns.routing_id
            and field_changes.column_name = read_columns.column_name
        where field_changes.changed_at > leads.decided_at
        group by leads.routing_id, field_changes.entity_key, field_changes.column_name
    ),

    current_values as (
        select
            leads.person_key,
            leads.routing_id,
            leads.decided_at,
            leads.in_force_at,
            read_columns.header,
            read_columns.column_name,
            {{ value_at('record_values.column_values', 'read_columns.value_position') }}
            as value_now
        from leads
        inner join read_columns on leads.routing_id = read_columns.routing_id
        left join record_values on leads.person_key = record_values.entity_key
    ),

    valued as (
        select
            current_values.*,
            case
                when changed_later.entity_key is null
                then current_values.value_now
                else changed_later.value_before
            end as value_then,
            changed_later.entity_key is not null as was_changed_later
        from current_values
        left join
            changed_later
            on current_values.person_key = changed_later.entity_key
            and current_values.column_name = changed_later.column_name
            and current_values.routing_id = changed_later.routing_id
    ),

    final as (
        select
            routing_id,
            person_key,
            header,
            column_name,
            decided_at,
            in_force_at,
            value_then,
            value_now,
            was_changed_later,
            coalesce(lower(trim(value_then)), '') as value_folded
        from valued
    )

select *
from final
