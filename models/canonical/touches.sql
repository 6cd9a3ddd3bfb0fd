-- If a log has only an address, the touch belongs to the first record with that address. A
-- meeting took place once it started. What a touch is follows from its kind and outcome, not from
-- the name on it: a rule of the stack or the vendor decides first.
with
    salesforce as (select * from {{ ref('int_salesforce__touches') }}),

    marketo as (select * from {{ ref('int_marketo__touches') }}),

    mapped as (select * from {{ ref('int_mapped__touches') }}),

    people as (select * from {{ ref('people') }}),

    as_of as (select * from {{ ref('as_of') }}),

    declared_touches as (select * from {{ ref('int_declared_touches') }}),

    activity_words as (select * from {{ ref('activity_words') }}),

    contact_kinds as (select * from {{ ref('contact_kinds') }}),

    integration_users as (select * from {{ ref('integration_users') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    programs as (select owner_key, true as is_program from integration_users),

    exported as (
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            created_by_key,
            updated_by_key,
            direction,
            duration_seconds,
            disposition,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            system as person_system,
            cast(null as {{ dbt.type_string() }}) as person_email
        from salesforce
        union all
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            created_by_key,
            updated_by_key,
            direction,
            duration_seconds,
            disposition,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            system as person_system,
            cast(null as {{ dbt.type_string() }}) as person_email
        from marketo
        union all
        select
            system,
            object,
            record_id,
            person_key,
            owner_key,
            kind,
            actor_type,
            created_by_key,
            updated_by_key,
            direction,
            duration_seconds,
            disposition,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row,
            person_system,
            person_email
        from mapped
    ),

    kept as ({{ without_excluded('exported') }}),

    all_rows as ({{ mark_deleted('kept', 'touches') }}),

    addressed as (
        select system, email_normalised, min(person_key) as person_key
        from people
        where email_normalised is not null and not is_deleted
        group by 1, 2
    ),

    directions as (select * from activity_words where column_name = 'direction'),

    outcomes as (select * from activity_words where column_name = 'disposition'),

    actors as (select * from activity_words where column_name = 'actor_type'),

    placed as (
        select
            {{ record_key('all_rows.system', 'all_rows.object', 'all_rows.record_id') }}
            as touch_key,
            all_rows.system,
            all_rows.object,
            all_rows.record_id,
            coalesce(all_rows.person_key, addressed.person_key) as person_key,
            all_rows.owner_key,
            all_rows.created_by_key,
            coalesce(contact_kinds.kind, all_rows.kind) as kind,
            contact_kinds.kind is not null as is_contact,
            case
                when programs.is_program
                then 'system'
                else coalesce(actors.meaning, all_rows.actor_type)
            end as actor_type,
            -- A task that a program made and a person changed since was done by that person.
            (
                creators.owner_key is not null
                and (
                    all_rows.updated_by_key is null
                    or changers.owner_key is not null
                    or all_rows.updated_by_key = all_rows.created_by_key
                )
            ) as is_written_by_program,
            directions.meaning as direction,
            all_rows.duration_seconds,
            all_rows.disposition,
            outcomes.meaning as outcome,
            declared_touches.touch_class as declared_class,
            case
                declared_touches.declared_by
                when 'stack'
                then 'the rule at ' || declared_touches.declared_in
                when 'vendor'
                then 'a mark of the vendor'
            end as declared_because,
            coalesce(
                all_rows.is_completed, all_rows.occurred_at <= as_of.as_of, false
            ) as is_completed,
            all_rows.occurred_at,
            all_rows.created_at,
            all_rows.source_file,
            all_rows.source_row
        from all_rows
        cross join as_of
        left join programs on all_rows.owner_key = programs.owner_key
        left join programs as creators on all_rows.created_by_key = creators.owner_key
        left join programs as changers on all_rows.updated_by_key = changers.owner_key
        left join contact_kinds on all_rows.kind = contact_kinds.word
        left join directions on lower(trim(all_rows.direction)) = directions.word
        left join outcomes on lower(trim(all_rows.disposition)) = outcomes.word
        left join actors on lower(trim(all_rows.actor_type)) = actors.word
        left join
            declared_touches
            on all_rows.system = declared_touches.system
            and all_rows.object = declared_touches.object
            and all_rows.record_id = declared_touches.record_id
        left join
            addressed
            on all_rows.person_system = addressed.system
            and case
                when all_rows.person_key is null
                then {{ email_normalised('all_rows.person_email') }}
            end
            = addressed.email_normalised
        where not all_rows.is_missing_from_export
    ),

    -- Whether calls of this kind of record say how they went, and when the first mail went out.
    surrounded as (
        select
            placed.*,
            bool_or(
                kind = 'call' and (coalesce(duration_seconds, 0) > 0 or outcome is not null)
            ) over (partition by system, object) as has_outcomes,
            min(
                case
                    when
                        kind in ('email', 'marketing_email')
                        and is_completed
                        and direction is distinct from 'inbound'
                    then occurred_at
                end
            ) over (partition by person_key) as first_mail_at
        from placed
    ),

    classified as (
        select
            surrounded.*,
            case
                when declared_class is not null
                then declared_class
                when not is_contact
                then case when actor_type = 'system' then 'automated' else 'none' end
                when kind = 'call' and direction = 'missed'
                then 'none'
                when kind = 'call' and outcome = 'connected'
                then 'conversation'
                when kind = 'call' and direction = 'inbound' and outcome = 'not_connected'
                then 'none'
                when kind = 'call' and outcome = 'not_connected'
                then 'attempt'
                when kind = 'call' and duration_seconds > 0
                then 'conversation'
                when kind = 'call' and direction = 'inbound'
                then case when has_outcomes then 'none' else 'unclear' end
                when kind = 'call'
                then 'attempt'
                when kind = 'meeting'
                then case when is_completed then 'conversation' else 'none' end
                when kind = 'email' and direction = 'inbound' and first_mail_at < occurred_at
                then 'conversation'
                when kind = 'email' and direction = 'inbound'
                then 'unclear'
                when actor_type = 'system'
                then 'automated'
                when is_written_by_program
                then 'unclear'
                else 'attempt'
            end as touch_class
        from surrounded
    ),

    final as (
        select
            touch_key,
            system,
            object,
            record_id,
            person_key,
            owner_key,
            created_by_key,
            kind,
            actor_type,
            direction,
            duration_seconds,
            disposition,
            case when touch_class <> 'unclear' then touch_class = 'automated' end as is_automated,
            case
                when touch_class <> 'unclear' then touch_class in ('attempt', 'conversation')
            end as is_attempt,
            -- An attempt whose outcome nobody wrote down may have been a conversation.
            case
                when touch_class = 'unclear'
                then null
                when touch_class <> 'attempt' or declared_class is not null
                then touch_class = 'conversation'
                when
                    (kind = 'call' and (has_outcomes or duration_seconds = 0))
                    or outcome = 'not_connected'
                    or (kind = 'email' and direction = 'outbound')
                then false
            end as is_conversation,
            case
                when declared_class is not null
                then declared_because
                when touch_class = 'unclear' and kind = 'call'
                then 'nothing tells whether the inbound call was answered'
                when touch_class = 'unclear' and direction = 'inbound'
                then 'nothing tells what the mail of the person answers'
                when touch_class = 'unclear'
                then 'a program wrote it under the name of a person'
                when not is_contact
                then 'its kind'
                when kind = 'call' and outcome is not null
                then 'the outcome of the call'
                when kind = 'call' and direction in ('inbound', 'missed')
                then 'the direction of the call'
                when kind = 'call'
                then 'the duration of the call'
                when kind = 'meeting'
                then 'whether the meeting took place'
                when direction = 'inbound'
                then 'a reply of the person'
                else 'its author'
            end as touch_because,
            is_completed,
            occurred_at,
            created_at,
            source_file,
            source_row
        from classified
    )

select *
from final
