-- Tasks and events with a person. An open task has no time yet; a closed one without a
-- completion time took place when it was logged, or on its due day if that is later.
with
    tasks as (
        select *
        from {{ ref('stg_salesforce__task') }}
        where who_id is not null and not coalesce(is_deleted, false)
    ),

    events as (
        select *
        from {{ ref('stg_salesforce__event') }}
        where who_id is not null and not coalesce(is_deleted, false)
    ),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_contacts as (select * from {{ ref('int_salesforce__person_contacts') }}),

    final as (
        select
            tasks.system,
            'task' as object,
            tasks.record_id,
            coalesce(person_contacts.person_key, {{ activity_person_key('tasks') }}) as person_key,
            {{ owner_key('tasks', 'owner_names') }} as owner_key,
            case
                when
                    lower(coalesce(tasks.task_subtype, tasks.type, '')) like '%call%'
                    or tasks.call_type is not null
                then 'call'
                when lower(coalesce(tasks.task_subtype, tasks.type, '')) like '%email%'
                then 'email'
                when lower(coalesce(tasks.type, '')) like '%meeting%'
                then 'meeting'
                else 'task'
            end as kind,
            'human' as actor_type,
            {{ record_key('tasks.system', "'owner'", 'tasks.created_by_id') }} as created_by_key,
            {{ record_key('tasks.system', "'owner'", 'tasks.last_modified_by_id') }}
            as updated_by_key,
            tasks.call_type as direction,
            tasks.call_duration_seconds as duration_seconds,
            tasks.call_disposition as disposition,
            coalesce(
                tasks.is_closed,
                tasks.completed_at is not null or lower(tasks.status) = 'completed',
                false
            ) as is_completed,
            case
                when
                    coalesce(
                        tasks.is_closed,
                        tasks.completed_at is not null or lower(tasks.status) = 'completed',
                        false
                    )
                then
                    coalesce(
                        tasks.completed_at,
                        case
                            when tasks.activity_on > cast(tasks.created_at as date)
                            then cast(tasks.activity_on as timestamp)
                        end,
                        tasks.created_at
                    )
            end as occurred_at,
            tasks.created_at,
            tasks.source_file,
            tasks.source_row
        from tasks
        left join
            owner_names
            on tasks.system = owner_names.system
            and {{ owner_lookup_text('tasks') }} = owner_names.name_or_email
        left join
            person_contacts
            on tasks.system = person_contacts.system
            and tasks.who_id = person_contacts.contact_id
        union all
        select
            events.system,
            'event' as object,
            events.record_id,
            coalesce(person_contacts.person_key, {{ activity_person_key('events') }}) as person_key,
            {{ owner_key('events', 'owner_names') }} as owner_key,
            'meeting' as kind,
            'human' as actor_type,
            {{ record_key('events.system', "'owner'", 'events.created_by_id') }} as created_by_key,
            {{ record_key('events.system', "'owner'", 'events.last_modified_by_id') }}
            as updated_by_key,
            cast(null as {{ dbt.type_string() }}) as direction,
            cast(null as bigint) as duration_seconds,
            cast(null as {{ dbt.type_string() }}) as disposition,
            -- As in the meetings: a cancelled one did not take place.
            case when lower(events.subject) like 'cancel%' then false end as is_completed,
            events.starts_at as occurred_at,
            events.created_at,
            events.source_file,
            events.source_row
        from events
        left join
            owner_names
            on events.system = owner_names.system
            and {{ owner_lookup_text('events') }} = owner_names.name_or_email
        left join
            person_contacts
            on events.system = person_contacts.system
            and events.who_id = person_contacts.contact_id
    )

select *
from final
