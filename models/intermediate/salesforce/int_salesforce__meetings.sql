with
    events as (select * from {{ ref('stg_salesforce__event') }} where who_id is not null),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_contacts as (select * from {{ ref('int_salesforce__person_contacts') }}),

    final as (
        select
            events.system,
            'event' as object,
            events.record_id,
            coalesce(person_contacts.person_key, {{ activity_person_key('events') }}) as person_key,
            {{ owner_key('events', 'owner_names') }} as owner_key,
            events.created_at as booked_at,
            events.starts_at,
            case
                when coalesce(events.is_deleted, false) or lower(events.subject) like 'cancel%'
                then 'cancelled'
            end as status,
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
