with
    field_changes as (select * from {{ ref('field_changes') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    consent_columns as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_column as column_name,
            fields.source_means as means
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'consent' and fields.source_column is not null
        union
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_column as column_name,
            fields.target_means as means
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

    read_changes as (
        select
            field_changes.entity_key as person_key,
            field_changes.system,
            field_changes.object,
            field_changes.changed_at,
            {{ to_opted_out('field_changes.old_value', 'consent_columns.means') }} as was_opted_out,
            {{ to_opted_out('field_changes.new_value', 'consent_columns.means') }} as is_opted_out
        from field_changes
        inner join
            consent_columns
            on field_changes.system = consent_columns.system
            and field_changes.object = consent_columns.object
            and field_changes.column_name = consent_columns.column_name
    ),

    -- A field that changes to no or to blank removes the opt-out.
    judged as (
        select
            person_key,
            system,
            object,
            changed_at,
            coalesce(was_opted_out, false) as was_opted_out,
            coalesce(is_opted_out, false) as is_opted_out,
            coalesce(was_opted_out, false) and not coalesce(is_opted_out, false) as is_reversed
        from read_changes
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
