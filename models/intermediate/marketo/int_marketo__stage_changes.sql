-- Moves of the status field, and progression in a program (activity 104) where its status
-- is a declared stage.
with
    field_history as (select * from {{ ref('int_marketo__field_history') }}),

    stage_columns as (select * from {{ ref('int_stage_columns') }}),

    activities as (
        select *
        from {{ ref('stg_marketo__activity') }}
        where activity_type_id = 104 and lead_id is not null
    ),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    progressions as (
        select
            system,
            lead_id,
            marketo_guid,
            {{ json_value('attributes', 'Old Status') }} as from_value,
            {{ json_value('attributes', 'New Status') }} as to_value,
            activity_at,
            source_file,
            source_row
        from activities
    ),

    declared as (select distinct system, value from stage_values where object = 'lead'),

    final as (
        select
            field_history.entity_key || '/' || field_history.change_id as stage_change_key,
            field_history.system,
            field_history.object,
            field_history.entity_key,
            field_history.column_name,
            field_history.old_value as from_value,
            field_history.new_value as to_value,
            field_history.changed_at,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            'history' as basis,
            field_history.source_file,
            field_history.source_row
        from field_history
        inner join
            stage_columns
            on field_history.system = stage_columns.system
            and field_history.object = stage_columns.object
            and field_history.column_name = stage_columns.column_name
        where field_history.new_value is not null
        union all
        select
            {{ record_key('progressions.system', "'lead'", 'progressions.lead_id') }}
            || '/'
            || coalesce(
                progressions.marketo_guid,
                progressions.source_file || '-' || progressions.source_row
            ) as stage_change_key,
            progressions.system,
            'lead' as object,
            {{ record_key('progressions.system', "'lead'", 'progressions.lead_id') }} as entity_key,
            cast(null as {{ dbt.type_string() }}) as column_name,
            progressions.from_value,
            progressions.to_value,
            progressions.activity_at as changed_at,
            cast(null as {{ dbt.type_string() }}) as changed_by_key,
            'history' as basis,
            progressions.source_file,
            progressions.source_row
        from progressions
        inner join
            declared
            on progressions.system = declared.system
            and progressions.to_value = declared.value
    )

select *
from final
