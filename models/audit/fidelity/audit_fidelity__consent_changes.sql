with
    field_changes as (select * from {{ ref('field_changes') }}),

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
            consent_columns.*,
            {{ clean_value('field_changes.old_value') }} as old_text,
            {{ clean_value('field_changes.new_value') }} as new_text
        from field_changes
        inner join
            consent_columns
            on field_changes.system = consent_columns.system
            and field_changes.object = consent_columns.object
            and field_changes.column_name = consent_columns.column_name
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

    people as (
        select
            judged.person_key,
            min(judged.system) as system,
            min(handoff_of.handoff_id) as handoff_id,
            count(*) as change_count,
            count(case when 'opted out' in (judged.old_form, judged.new_form) then 1 end)
            > 0 as was_opted_out,
            min(
                case
                    when judged.old_form = 'opted out' and judged.new_form = 'not opted out'
                    then judged.changed_at
                end
            ) as reversed_at,
            count(
                case
                    when judged.old_form = 'opted out' and judged.new_form = 'not opted out' then 1
                end
            )
            > 0 as has_reversal,
            min(judged.not_judged_because) as unread_because
        from judged
        left join
            handoff_of on judged.system = handoff_of.system and judged.object = handoff_of.object
        group by judged.person_key
    ),

    final as (
        select
            person_key,
            system,
            handoff_id,
            change_count,
            was_opted_out,
            case when has_reversal or unread_because is null then has_reversal end as is_reversed,
            reversed_at,
            case when not has_reversal then unread_because end as not_judged_because
        from people
    )

select *
from final
