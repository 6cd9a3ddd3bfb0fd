with
    differences as (select * from {{ ref('audit_fidelity__value_differences') }}),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    field_changes as {{ not_materialized() }} (select * from {{ ref('field_changes') }}),

    change_actors as {{ not_materialized() }} (select * from {{ ref('change_actors') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    translations as (select * from {{ ref('declared_field_values') }}),

    limits as (select {{ audit_limit('moved_length') }} as moved_length),

    unexplained_differences as (
        select
            differences.handoff_id,
            differences.source_record_key,
            differences.target_record_key,
            differences.field,
            differences.kind,
            fields.source_column,
            fields.target_column,
            fields.source_zone,
            fields.source_date_order,
            fields.source_decimal_mark,
            fields.source_keeps_commas,
            fields.source_means,
            fields.source_blank_means,
            fields.target_zone,
            fields.target_date_order,
            fields.target_decimal_mark,
            fields.target_keeps_commas,
            fields.target_means,
            fields.target_blank_means,
            {{ clean_value('differences.source_value') }} as source_text,
            {{ clean_value('differences.target_value') }} as target_text,
            differences.source_form,
            differences.target_form,
            differences.translated_value,
            differences.is_source_empty,
            differences.value_verdict
        from differences
        inner join
            fields
            on differences.handoff_id = fields.handoff_id
            and differences.field = fields.field
        where
            differences.value_verdict is null
            or differences.value_verdict not in ('equal_after_normalising', 'unread')
    ),

    target_history as (
        select
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field,
            unexplained_differences.kind,
            unexplained_differences.target_zone,
            unexplained_differences.target_date_order,
            unexplained_differences.target_decimal_mark,
            unexplained_differences.target_keeps_commas,
            unexplained_differences.target_means,
            unexplained_differences.target_blank_means,
            unexplained_differences.source_form,
            unexplained_differences.target_form,
            lower(trim(unexplained_differences.translated_value)) as translated_form,
            {{ clean_value('field_changes.old_value') }} as old_text,
            {{ clean_value('field_changes.new_value') }} as new_text,
            field_changes.changed_at,
            field_changes.changed_by,
            change_actors.actor,
            field_changes.field_change_key
        from unexplained_differences
        inner join
            field_changes
            on unexplained_differences.target_record_key = field_changes.entity_key
            and unexplained_differences.target_column = field_changes.column_name
        left join change_actors on field_changes.field_change_key = change_actors.field_change_key
    ),

    target_steps as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            field,
            source_form,
            target_form,
            translated_form,
            {{ normalise_value('kind', 'old_text', reading_of('target_history', 'target')) }}
            as old_form,
            lower(old_text) as old_text,
            {{ normalise_value('kind', 'new_text', reading_of('target_history', 'target')) }}
            as new_form,
            changed_at,
            changed_by,
            actor,
            field_change_key
        from target_history
    ),

    -- The target had the value of the source until a later change replaced it.
    overwritten as (
        select
            last_step.handoff_id,
            last_step.source_record_key,
            last_step.target_record_key,
            last_step.field,
            last_step.changed_at as overwritten_at,
            last_step.changed_by as overwritten_by,
            last_step.actor as overwritten_actor
        from target_steps as last_step
        inner join
            target_steps as held_step
            on last_step.handoff_id = held_step.handoff_id
            and last_step.source_record_key = held_step.source_record_key
            and last_step.target_record_key = held_step.target_record_key
            and last_step.field = held_step.field
        where
            last_step.new_form is not distinct from last_step.target_form
            and (
                held_step.old_form = held_step.source_form
                or held_step.old_text = held_step.translated_form
            )
            and held_step.changed_at <= last_step.changed_at
        qualify
            row_number() over (
                partition by
                    last_step.handoff_id,
                    last_step.source_record_key,
                    last_step.target_record_key,
                    last_step.field
                order by last_step.changed_at desc nulls last, last_step.field_change_key
            )
            = 1
    ),

    source_history as (
        select
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field,
            unexplained_differences.kind,
            unexplained_differences.source_zone,
            unexplained_differences.source_date_order,
            unexplained_differences.source_decimal_mark,
            unexplained_differences.source_keeps_commas,
            unexplained_differences.source_means,
            unexplained_differences.source_blank_means,
            unexplained_differences.target_form,
            lower(unexplained_differences.target_text) as target_text,
            {{ clean_value('field_changes.old_value') }} as old_text,
            field_changes.changed_at
        from unexplained_differences
        inner join
            field_changes
            on unexplained_differences.source_record_key = field_changes.entity_key
            and unexplained_differences.source_column = field_changes.column_name
        where unexplained_differences.target_text is not null
    ),

    source_steps as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            field,
            target_form,
            target_text,
            lower(old_text) as old_text,
            {{ normalise_value('kind', 'old_text', reading_of('source_history', 'source')) }}
            as old_form,
            changed_at
        from source_history
    ),

    -- The target has an earlier value of the source.
    outdated as (
        select
            source_steps.handoff_id,
            source_steps.source_record_key,
            source_steps.target_record_key,
            source_steps.field,
            max(source_steps.changed_at) as source_changed_at
        from source_steps
        left join
            translations
            on source_steps.handoff_id = translations.handoff_id
            and source_steps.field = translations.field
            and source_steps.old_text = lower(trim(translations.source_value))
        where
            source_steps.old_form = source_steps.target_form
            or lower(trim(translations.target_value)) = source_steps.target_text
        group by
            source_steps.handoff_id,
            source_steps.source_record_key,
            source_steps.target_record_key,
            source_steps.field
    ),

    -- The value of the source is in another field of the target, and the source of that field
    -- has a different value.
    moved as (
        select
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field,
            min(elsewhere.field) as found_in_field
        from unexplained_differences
        cross join limits
        inner join
            unexplained_differences as elsewhere
            on unexplained_differences.handoff_id = elsewhere.handoff_id
            and unexplained_differences.source_record_key = elsewhere.source_record_key
            and unexplained_differences.target_record_key = elsewhere.target_record_key
            and unexplained_differences.field <> elsewhere.field
        where
            not unexplained_differences.is_source_empty
            and unexplained_differences.kind not in ('boolean', 'consent')
            and elsewhere.kind not in ('boolean', 'consent')
            and (
                length(unexplained_differences.source_text) >= limits.moved_length
                or unexplained_differences.kind in ('email', 'phone', 'date', 'timestamp', 'id')
            )
            and (
                unexplained_differences.source_form = elsewhere.target_form
                or lower(unexplained_differences.source_text) = lower(elsewhere.target_text)
            )
        group by
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field
    ),

    -- The other way round: the target has the value of another field of the source, which may
    -- have arrived at its own place as well.
    neighbours as (
        select
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field,
            unexplained_differences.target_text,
            elsewhere.field as neighbour,
            {{ clean_value(value_at('sources.column_values', 'elsewhere.source_position')) }}
            as neighbour_text
        from unexplained_differences
        cross join limits
        inner join
            fields as elsewhere
            on unexplained_differences.handoff_id = elsewhere.handoff_id
            and unexplained_differences.field <> elsewhere.field
        inner join
            record_values as sources
            on unexplained_differences.source_record_key = sources.entity_key
        where
            unexplained_differences.value_verdict is null
            and not unexplained_differences.is_source_empty
            and unexplained_differences.kind not in ('boolean', 'consent')
            and elsewhere.kind not in ('boolean', 'consent')
            and elsewhere.source_position is not null
            and (
                length(unexplained_differences.target_text) >= limits.moved_length
                or unexplained_differences.kind in ('email', 'phone', 'date', 'timestamp', 'id')
            )
    ),

    received as (
        select
            handoff_id,
            source_record_key,
            target_record_key,
            field,
            min(neighbour) as taken_from_field
        from neighbours
        where lower(neighbour_text) = lower(target_text)
        group by handoff_id, source_record_key, target_record_key, field
    ),

    final as (
        select
            unexplained_differences.handoff_id,
            unexplained_differences.source_record_key,
            unexplained_differences.target_record_key,
            unexplained_differences.field,
            overwritten.overwritten_by,
            overwritten.overwritten_actor,
            overwritten.overwritten_at,
            overwritten.overwritten_at is not null as has_been_overwritten,
            outdated.source_changed_at,
            outdated.source_changed_at is not null as has_been_outdated,
            moved.found_in_field,
            received.taken_from_field
        from unexplained_differences
        left join
            overwritten
            on unexplained_differences.handoff_id = overwritten.handoff_id
            and unexplained_differences.source_record_key = overwritten.source_record_key
            and unexplained_differences.target_record_key = overwritten.target_record_key
            and unexplained_differences.field = overwritten.field
        left join
            outdated
            on unexplained_differences.handoff_id = outdated.handoff_id
            and unexplained_differences.source_record_key = outdated.source_record_key
            and unexplained_differences.target_record_key = outdated.target_record_key
            and unexplained_differences.field = outdated.field
        left join
            received
            on unexplained_differences.handoff_id = received.handoff_id
            and unexplained_differences.source_record_key = received.source_record_key
            and unexplained_differences.target_record_key = received.target_record_key
            and unexplained_differences.field = received.field
        left join
            moved
            on unexplained_differences.handoff_id = moved.handoff_id
            and unexplained_differences.source_record_key = moved.source_record_key
            and unexplained_differences.target_record_key = moved.target_record_key
            and unexplained_differences.field = moved.field
    )

select *
from final
