-- Stage history and date stamps, if they were exported; else the differences between the
-- stored versions of a record.
with
    salesforce as (select * from {{ ref('int_salesforce__stage_changes') }}),

    hubspot as (select * from {{ ref('int_hubspot__stage_changes') }}),

    marketo as (select * from {{ ref('int_marketo__stage_changes') }}),

    mapped as (select * from {{ ref('int_mapped__stage_changes') }}),

    version_changes as (
        select *
        from {{ ref('int_version_changes') }}
        where not is_first_version and new_value is not null
    ),

    stage_columns as (select * from {{ ref('int_stage_columns') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    all_rows as (
        {{ union_columns(['salesforce', 'hubspot', 'marketo', 'mapped'], [
        'stage_change_key', 'system', 'object', 'entity_key', 'from_value', 'to_value',
        'changed_at', 'changed_by_key', 'basis', 'source_file', 'source_row',
    ]) }}
    ),

    with_history as (select distinct system, object from all_rows),

    found as (
        select
            stage_change_key,
            system,
            object,
            entity_key,
            from_value,
            to_value,
            changed_at,
            changed_by_key,
            basis,
            source_file,
            source_row
        from all_rows
        union all
        select
            version_changes.entity_key
            || '/'
            || version_changes.source_file
            || '-'
            || version_changes.source_row as stage_change_key,
            version_changes.system,
            version_changes.object,
            version_changes.entity_key,
            version_changes.old_value as from_value,
            version_changes.new_value as to_value,
            version_changes.changed_at,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            'versions' as basis,
            version_changes.source_file,
            version_changes.source_row
        from version_changes
        inner join
            stage_columns
            on version_changes.system = stage_columns.system
            and version_changes.object = stage_columns.object
            and version_changes.column_name = stage_columns.column_name
        left join
            with_history
            on version_changes.system = with_history.system
            and version_changes.object = with_history.object
        where with_history.system is null
    ),

    known as ({{ without_excluded('found', 'entity_key') }}),

    stages as ({{ stage_of_value('stage_values') }}),

    final as (
        select
            known.stage_change_key,
            known.system,
            known.object,
            known.entity_key,
            known.from_value,
            known.to_value,
            from_stages.stage as from_stage,
            to_stages.stage as to_stage,
            known.changed_at,
            known.changed_by_key,
            known.basis,
            known.source_file,
            known.source_row
        from known
        left join
            stages as from_stages
            on known.system = from_stages.system
            and known.object = from_stages.object
            and {{ normalise_stage('known.from_value') }} = from_stages.value_text
        left join
            stages as to_stages
            on known.system = to_stages.system
            and known.object = to_stages.object
            and {{ normalise_stage('known.to_value') }} = to_stages.value_text
    )

select *
from final
