with
    field_changes as (select * from {{ ref('field_changes') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    boolean_words as (select * from {{ ref('boolean_words') }}),

    consent_columns as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_column as column_name
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'consent' and fields.source_column is not null
        union
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_column as column_name
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'consent' and fields.target_column is not null
    ),

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

    judged as (
        select
            field_changes.entity_key as person_key,
            field_changes.system,
            field_changes.object,
            field_changes.changed_at,
            coalesce(old_words.is_true, false) as was_opted_out,
            coalesce(new_words.is_true, false) as is_opted_out,
            -- A field that changes to no or to blank removes the opt-out.
            field_changes.old_value is not null
            and coalesce(old_words.is_true, false)
            and not coalesce(new_words.is_true, false) as is_reversed
        from field_changes
        inner join
            consent_columns
            on field_changes.system = consent_columns.system
            and field_changes.object = consent_columns.object
            and field_changes.column_name = consent_columns.column_name
        left join
            boolean_words as old_words on lower(trim(field_changes.old_value)) = old_words.word
        left join
            boolean_words as new_words on lower(trim(field_changes.new_value)) = new_words.word
    ),

    final as (
        select
            judged.person_key,
            min(judged.system) as system,
            min(handoff_of.handoff_id) as handoff_id,
            count(*) as change_count,
            bool_or(judged.was_opted_out or judged.is_opted_out) as was_opted_out,
            bool_or(judged.is_reversed) as is_reversed,
            min(case when judged.is_reversed then judged.changed_at end) as reversed_at
        from judged
        left join
            handoff_of on judged.system = handoff_of.system and judged.object = handoff_of.object
        group by judged.person_key
    )

select *
from final
