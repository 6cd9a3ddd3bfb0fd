{{ config(materialized='view') }}

-- Calls, mails, tasks and meetings that took place, with what is known of them. A mail or task of a
-- user who only makes records and hands them over may be that of a program.
with
    touches as {{ not_materialized() }} (select * from {{ ref('touches') }}),

    meetings as {{ not_materialized() }} (select * from {{ ref('meetings') }}),

    owners as {{ not_materialized() }} (select * from {{ ref('audit_ownership__owners') }}),

    authors as (select owner_key from owners where is_maybe_program),

    -- The author is the user who wrote the record, else its owner.
    contacts as (
        select
            touches.touch_key,
            touches.person_key,
            touches.occurred_at,
            touches.is_attempt,
            touches.is_conversation,
            touches.touch_because,
            authors.owner_key is not null as is_unclear_author
        from touches
        left join
            authors
            on coalesce(touches.created_by_key, touches.owner_key) = authors.owner_key
            and touches.touch_because = 'its author'
            and touches.is_attempt
        -- null means nobody knows whether it was one.
        where
            touches.is_completed
            and (
                touches.is_attempt is distinct from false
                or touches.is_conversation is distinct from false
            )
    ),

    -- A calendar or a meeting tool shows meetings that no log of touches has.
    held as (
        select meetings.meeting_key as touch_key, meetings.person_key, meetings.starts_at
        from meetings
        left join contacts on meetings.meeting_key = contacts.touch_key
        where meetings.status = 'held' and contacts.touch_key is null
    ),

    final as (
        select
            touch_key,
            person_key,
            occurred_at,
            case when not is_unclear_author then is_attempt end as is_attempt,
            case when not is_unclear_author then is_conversation end as is_conversation,
            case
                when is_unclear_author
                then 'a user who makes records and calls nobody wrote it'
                when is_attempt is null
                then touch_because
            end as attempt_unclear_because,
            case
                when is_unclear_author
                then 'a user who makes records and calls nobody wrote it'
                when is_attempt is null
                then touch_because
                when is_conversation is null
                then 'nothing tells whether both sides talked'
            end as conversation_unclear_because
        from contacts
        union all
        select
            touch_key,
            person_key,
            starts_at as occurred_at,
            true as is_attempt,
            true as is_conversation,
            cast(null as {{ dbt.type_string() }}) as attempt_unclear_because,
            cast(null as {{ dbt.type_string() }}) as conversation_unclear_because
        from held
    )

select *
from final
