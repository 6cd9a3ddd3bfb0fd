-- Every owner in the history of a contact, with the label that the record exports use.
with
    owner_changes as (
        select *
        from {{ ref('int_hubspot__field_history') }}
        where object = 'contact' and column_name = 'hubspot_owner_id' and new_value is not null
    ),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    final as (
        select
            owner_changes.entity_key || '/' || owner_changes.change_id as assignment_key,
            owner_changes.system,
            owner_changes.system as log_system,
            owner_changes.entity_key as person_key,
            {{ record_key('owner_changes.system', "'owner'", 'coalesce(new_names.record_id, owner_changes.new_value)') }}
            as owner_key,
            {{ record_key('owner_changes.system', "'owner'", 'coalesce(old_names.record_id, owner_changes.old_value)') }}
            as previous_owner_key,
            owner_changes.changed_at as assigned_at,
            owner_changes.changed_by_key as assigned_by_key,
            'history' as basis,
            owner_changes.source_file,
            owner_changes.source_row
        from owner_changes
        left join
            owner_names as new_names
            on owner_changes.system = new_names.system
            and lower(trim(owner_changes.new_value)) = new_names.name_or_email
        left join
            owner_names as old_names
            on owner_changes.system = old_names.system
            and lower(trim(owner_changes.old_value)) = old_names.name_or_email
    )

select *
from final
