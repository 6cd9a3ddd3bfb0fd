-- Owner changes from field history, which lacks the owner at creation.
with
    owner_changes as (
        select *
        from {{ ref('int_salesforce__field_history') }}
        where object in ('lead', 'contact') and column_name = 'owner_id' and new_value is not null
    ),

    final as (
        select
            entity_key || '/' || change_id as assignment_key,
            system,
            system as log_system,
            entity_key as person_key,
            {{ record_key('system', "'owner'", 'new_value') }} as owner_key,
            {{ record_key('system', "'owner'", 'old_value') }} as previous_owner_key,
            changed_at as assigned_at,
            changed_by_key as assigned_by_key,
            'history' as basis,
            source_file,
            source_row
        from owner_changes
    )

select *
from final
