with
    field_changes as (select * from {{ ref('field_changes') }}),

    change_actors as (select * from {{ ref('change_actors') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    consent_columns as (select * from {{ ref('declared_consent_columns') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    people as (select * from {{ ref('people') }}),

    submissions as (select * from {{ ref('submissions') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

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

    -- What the declared question of a form was answered.
    answers as (
        select
            submissions.submission_key,
            submissions.submitted_at,
            consent_columns.*,
            {{ clean_value(value_at('record_values.column_values', 'columns.value_position')) }}
            as answer_text
        from submissions
        inner join record_values on submissions.submission_key = record_values.entity_key
        inner join
            consent_columns
            on record_values.system = consent_columns.system
            and record_values.object = consent_columns.object
        inner join
            columns
            on consent_columns.system = columns.system
            and consent_columns.object = columns.object
            and consent_columns.header = columns.header
    ),

    texts as (
        select system, object, column_name, header, means, blank_means, old_text as text
        from changes
        union
        select system, object, column_name, header, means, blank_means, new_text as text
        from changes
        union
        select system, object, column_name, header, means, blank_means, answer_text as text
        from answers
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

    -- What persons said themselves, in a form or as a log has it.
    statements as (
        select person_key as record_key, changed_at as said_at, new_form = 'opted out' as is_refusal
        from judged
        where actor = 'person' and new_form in ('opted out', 'not opted out')
        union all
        select submission_key as record_key, submitted_at as said_at, is_opted_out as is_refusal
        from submissions
        where is_opted_out is not null
        union all
        select
            answers.submission_key as record_key,
            answers.submitted_at as said_at,
            readings.form = 'opted out' as is_refusal
        from answers
        inner join
            readings
            on answers.system = readings.system
            and answers.object = readings.object
            and answers.column_name = readings.column_name
            and answers.answer_text = readings.text
        where readings.form in ('opted out', 'not opted out')
    ),

    consent_pairs as (
        select pairs.source_record_key, pairs.target_record_key
        from pairs
        inner join fields on pairs.handoff_id = fields.handoff_id
        where fields.kind = 'consent'
    ),

    -- The records that a record has its consent from, over two handoffs.
    origins as (
        select target_record_key as person_key, source_record_key as record_key
        from consent_pairs
        union
        select later.target_record_key as person_key, earlier.source_record_key as record_key
        from consent_pairs as later
        inner join consent_pairs as earlier on later.source_record_key = earlier.target_record_key
    ),

    -- The last word of the person before a program took the refusal back.
    last_words as (
        select
            reversals.person_key,
            reversals.changed_at,
            max(statements.said_at) as said_at,
            max_by(statements.is_refusal, statements.said_at) as is_refusal
        from reversals
        inner join systems on reversals.system = systems.system
        inner join origins on reversals.person_key = origins.person_key
        inner join statements on origins.record_key = statements.record_key
        where
            reversals.is_taken_back
            and reversals.actor = 'program'
            and {{ elapsed_seconds('statements.said_at', 'reversals.changed_at') }}
            > - coalesce(systems.resolution_seconds, 1)
        group by reversals.person_key, reversals.changed_at
    ),

    -- Since when the record had the refusal that was taken back.
    refusals as (
        select last_words.person_key, last_words.changed_at, max(judged.changed_at) as refused_at
        from last_words
        inner join judged on last_words.person_key = judged.person_key
        where judged.new_form = 'opted out' and judged.changed_at < last_words.changed_at
        group by last_words.person_key, last_words.changed_at
    ),

    -- A program that carries over what the person said since takes nothing back.
    carried as (
        select distinct last_words.person_key, last_words.changed_at
        from last_words
        left join
            refusals
            on last_words.person_key = refusals.person_key
            and last_words.changed_at = refusals.changed_at
        left join people on last_words.person_key = people.person_key
        where
            not last_words.is_refusal
            -- null means no export says since when: the word of the person is later.
            and coalesce(
                last_words.said_at > coalesce(refusals.refused_at, people.created_at), true
            )
    ),

    settled as (
        select
            reversals.*,
            reversals.is_taken_back
            and reversals.actor = 'program'
            and carried.person_key is null as is_reversed
        from reversals
        left join
            carried
            on reversals.person_key = carried.person_key
            and reversals.changed_at = carried.changed_at
    ),

    changed_people as (
        select
            settled.person_key,
            min(settled.system) as system,
            min(handoff_of.handoff_id) as handoff_id,
            count(*) as change_count,
            count(case when 'opted out' in (settled.old_form, settled.new_form) then 1 end)
            > 0 as was_opted_out,
            min(case when settled.is_reversed then settled.changed_at end) as reversed_at,
            count(case when settled.is_reversed then 1 end) > 0 as has_reversal,
            min(
                case
                    when not settled.is_taken_back
                    then null
                    when settled.actor = 'user'
                    then
                        'a user took the refusal back, and no export says whether the person agreed'
                    when settled.actor is null
                    then 'no export says who took the refusal back'
                end
            ) as unknown_because,
            min(settled.not_judged_because) as unread_because
        from settled
        left join
            handoff_of on settled.system = handoff_of.system and settled.object = handoff_of.object
        group by settled.person_key
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
        from changed_people
    )

select *
from final
