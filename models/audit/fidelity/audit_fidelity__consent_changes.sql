with
    field_changes as (select * from {{ ref('field_changes') }}),

    change_actors as (select * from {{ ref('change_actors') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    consent_columns as (select * from {{ ref('declared_consent_columns') }}),

    handoff_of as (
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            min(handoffs.handoff_id) as handoff_id
        from handoffs
        inner join fields on handoffs.handoff_id = fields.handoff_id
        where fields.kind = 'consent'
        group by handoffs.to_system, handoffs.to_object
    ),

    changes as (
        select
            field_changes.entity_key as person_key,
            field_changes.changed_at,
            change_actors.actor,
            consent_columns.*,
            {{ clean_value('field_changes.old_value') }} as old_text,
            {{ clean_value('field_changes.new_value') }} as new_text
        from field_changes
        inner join
            consent_columns
            on field_changes.system = consent_columns.system
            and field_changes.object = consent_columns.object
            and field_changes.column_name = consent_columns.column_name
        left join change_actors on field_changes.field_change_key = change_actors.field_change_key
    ),

    texts as (
        select system, object, column_name, header, means, blank_means, old_text as text
        from changes
        union
        select system, object, column_name, header, means, blank_means, new_text as text
        from changes
    ),

    readings as ({{ consent_readings('texts') }}),

    -- A change to a consent takes a refusal back. One from or to a value that cannot be read is
    -- judged only where the other value settles it.
    judged as (
        select
            changes.person_key,
            changes.system,
            changes.object,
            changes.changed_at,
            changes.actor,
            old_readings.form as old_form,
            new_readings.form as new_form,
            case
                when
                    old_readings.form in ('not opted out', 'no consent')
                    or new_readings.form in ('opted out', 'no consent')
                then null
                else coalesce(old_readings.unread_because, new_readings.unread_because)
            end as not_judged_because
        from changes
        {%- for side in ['old', 'new'] %}
            inner join
                readings as {{ side }}_readings
                on changes.system = {{ side }}_readings.system
                and changes.object = {{ side }}_readings.object
                and changes.column_name = {{ side }}_readings.column_name
                and changes.{{ side }}_text is not distinct from {{ side }}_readings.text
        {%- endfor %}
    ),

    -- A person may agree again; a program may not do it for the person.
    reversals as (
        select
            judged.*,
            judged.old_form = 'opted out' and judged.new_form = 'not opted out' as is_taken_back
        from judged
    ),

    people as (
        select
            reversals.person_key,
            min(reversals.system) as system,
            min(handoff_of.handoff_id) as handoff_id,
            count(*) as change_count,
            count(case when 'opted out' in (reversals.old_form, reversals.new_form) then 1 end)
            > 0 as was_opted_out,
            min(
                case
                    when reversals.is_taken_back and reversals.actor = 'program' then changed_at
                end
            ) as reversed_at,
            count(case when reversals.is_taken_back and reversals.actor = 'program' then 1 end)
            > 0 as has_reversal,
            min(
                case
                    when not reversals.is_taken_back
                    then null
                    when reversals.actor = 'user'
                    then
                        'a user took the refusal back, and no export says whether the person agreed'
                    when reversals.actor is null
                    then 'no export says who took the refusal back'
                end
            ) as unknown_because,
            min(reversals.not_judged_because) as unread_because
        from reversals
        left join
            handoff_of
            on reversals.system = handoff_of.system
            and reversals.object = handoff_of.object
        group by reversals.person_key
    ),

    final as (
        select
            person_key,
            system,
            handoff_id,
            change_count,
            was_opted_out,
            case
                when has_reversal or coalesce(unknown_because, unread_because) is null
                then has_reversal
            end as is_reversed,
            reversed_at,
            case
                when not has_reversal then coalesce(unknown_because, unread_because)
            end as not_judged_because
        from people
    )

select *
from final
