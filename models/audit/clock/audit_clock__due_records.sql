-- Whether a source record meets the conditions of a handoff, and since when.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    record_values as (select * from {{ ref('record_values') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    conditional_handoffs as (
        select
            handoffs.handoff_id,
            handoffs.from_system as system,
            handoffs.from_object as object,
            conditions.condition_number,
            conditions.column_name,
            conditions.value_position,
            conditions.operator,
            conditions.value
        from conditions
        inner join handoffs on conditions.handoff_id = handoffs.handoff_id
        -- An assignment fills the owner: that there is one is its result.
        where
            handoffs.hop is not null
            and not (
                handoffs.hop = 'assigned'
                and conditions.operator = 'is_present'
                and conditions.column_name in ({{ quoted_words(owner_columns()) }})
            )
    ),

    record_texts as (
        select
            record_values.entity_key as record_key,
            conditional_handoffs.handoff_id,
            conditional_handoffs.condition_number,
            conditional_handoffs.value_position,
            conditional_handoffs.operator,
            conditional_handoffs.value,
            {{ value_at('record_values.column_values', 'conditional_handoffs.value_position') }}
            as text
        from record_values
        inner join
            conditional_handoffs
            on record_values.system = conditional_handoffs.system
            and record_values.object = conditional_handoffs.object
    ),

    status_columns as (
        select distinct system, object, column_name from stage_values where column_name is not null
    ),

    changes as (
        select
            stage_changes.entity_key as record_key,
            stage_changes.system,
            stage_changes.object,
            status_columns.column_name,
            stage_changes.from_value as old_value,
            stage_changes.to_value as new_value,
            stage_changes.changed_at
        from stage_changes
        inner join
            status_columns
            on stage_changes.system = status_columns.system
            and stage_changes.object = status_columns.object
            and coalesce(stage_changes.column_name = status_columns.column_name, true)
        union all
        select
            entity_key as record_key, system, object, column_name, old_value, new_value, changed_at
        from field_changes
    ),

    change_texts as (
        select
            changes.record_key,
            changes.changed_at,
            changes.column_name,
            changes.old_value,
            changes.new_value,
            conditional_handoffs.handoff_id,
            conditional_handoffs.condition_number,
            conditional_handoffs.operator,
            conditional_handoffs.value
        from changes
        inner join
            conditional_handoffs
            on changes.system = conditional_handoffs.system
            and changes.object = conditional_handoffs.object
            and changes.column_name = conditional_handoffs.column_name
    ),

    -- Each text is compared with each condition once.
    compared_texts as (
        select operator, value, text
        from record_texts
        union
        select operator, value, old_value as text
        from change_texts
        union
        select operator, value, new_value as text
        from change_texts
    ),

    outcomes as (
        select
            operator,
            value,
            text,
            {{ condition_outcome('text', 'operator', 'value') }} = 'met' as is_met
        from compared_texts
    ),

    -- not_in is met if every listed value differs; the other operators are met by one
    -- matching value.
    judged as (
        select
            record_texts.record_key,
            record_texts.handoff_id,
            record_texts.condition_number,
            case
                when min(record_texts.value_position) is null
                then null
                when min(record_texts.operator) = 'not_in'
                then bool_and(outcomes.is_met)
                else bool_or(outcomes.is_met)
            end as is_met
        from record_texts
        inner join
            outcomes
            on record_texts.operator = outcomes.operator
            and record_texts.value is not distinct from outcomes.value
            and record_texts.text is not distinct from outcomes.text
        group by record_texts.record_key, record_texts.handoff_id, record_texts.condition_number
    ),

    -- A condition whose column is in no export leaves open what the others do not decide.
    verdicts as (
        select
            record_key,
            handoff_id,
            case
                when bool_or(not is_met) then false when count(*) = count(is_met) then true
            end as is_due
        from judged
        group by record_key, handoff_id
    ),

    -- The change that made a record due: the condition was not met before it and was met
    -- after it.
    turns as (
        select
            change_texts.record_key,
            change_texts.changed_at,
            change_texts.handoff_id,
            change_texts.condition_number,
            {%- for side in ['new', 'old'] %}
                case
                    when min(change_texts.operator) = 'not_in'
                    then bool_and({{ side }}_outcomes.is_met)
                    else bool_or({{ side }}_outcomes.is_met)
                end as {{ 'holds_after' if side == 'new' else 'held_before' }}
                {{- ',' if not loop.last }}
            {%- endfor %}
        from change_texts
        {%- for side in ['new', 'old'] %}
            inner join
                outcomes as {{ side }}_outcomes
                on change_texts.operator = {{ side }}_outcomes.operator
                and change_texts.value is not distinct from {{ side }}_outcomes.value
                and change_texts.{{ side }}_value is not distinct from {{ side }}_outcomes.text
        {%- endfor %}
        group by
            change_texts.record_key,
            change_texts.changed_at,
            change_texts.column_name,
            change_texts.handoff_id,
            change_texts.condition_number
    ),

    due_changes as (
        select record_key, handoff_id, min(changed_at) as due_at
        from turns
        where holds_after and not held_before
        group by record_key, handoff_id
    ),

    final as (
        select verdicts.record_key, verdicts.handoff_id, verdicts.is_due, due_changes.due_at
        from verdicts
        left join
            due_changes
            on verdicts.record_key = due_changes.record_key
            and verdicts.handoff_id = due_changes.handoff_id
    )

select *
from final
