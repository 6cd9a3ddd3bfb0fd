-- Field history, if the vendor exports it; else the differences between the stored versions
-- of a record, column by column.
with
    salesforce as (select * from {{ ref('int_salesforce__field_history') }}),

    hubspot as (select * from {{ ref('int_hubspot__field_history') }}),

    marketo as (select * from {{ ref('int_marketo__field_history') }}),

    mapped as (select * from {{ ref('int_mapped__field_changes') }}),

    version_changes as (select * from {{ ref('int_version_changes') }} where not is_first_version),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    all_rows as (
        {{ union_columns(['salesforce', 'hubspot', 'marketo', 'mapped'], [
        'system', 'object', 'record_id', 'entity_key', 'change_id', 'column_name', 'old_value',
        'new_value', 'changed_at', 'change_source', 'changed_by', 'changed_by_key', 'source_file', 'source_row',
    ]) }}
    ),

    with_history as (select distinct system, object, column_name from all_rows),

    found as (
        select
            entity_key || '/' || column_name || '/' || change_id as field_change_key,
            system,
            object,
            record_id,
            entity_key,
            column_name,
            old_value,
            new_value,
            changed_at,
            change_source,
            changed_by,
            changed_by_key,
            source_file,
            source_row,
            'history' as basis
        from all_rows
        union all
        select
            version_changes.entity_key
            || '/'
            || version_changes.column_name
            || '/'
            || version_changes.source_file
            || '-'
            || version_changes.source_row as field_change_key,
            version_changes.system,
            version_changes.object,
            version_changes.record_id,
            version_changes.entity_key,
            version_changes.column_name,
            version_changes.old_value,
            version_changes.new_value,
            version_changes.changed_at,
            cast(null as {{ dbt.type_string() }}) as change_source,
            cast(null as {{ dbt.type_string() }}) as changed_by,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            version_changes.source_file,
            version_changes.source_row,
            'versions' as basis
        from version_changes
        left join
            with_history
            on version_changes.system = with_history.system
            and version_changes.object = with_history.object
            and version_changes.column_name = with_history.column_name
        where with_history.system is null
    ),

    known as ({{ without_excluded('found', 'entity_key') }}),

    final as (
        select
            field_change_key,
            system,
            object,
            record_id,
            entity_key,
            column_name,
            old_value,
            new_value,
            changed_at,
            changed_by,
            changed_by_key,
            change_source,
            basis,
            source_file,
            source_row
        from known
    )

select *
from final
