-- Status moves from field history, and opportunity stages from OpportunityHistory, which also
-- lists edits of amount and date: only changes of the stage and the creation count. The API
-- has no column for the stage before: it is the one of the row before. Without
-- OpportunityHistory, field history is used.
with
    field_history as (select * from {{ ref('int_salesforce__field_history') }}),

    stage_columns as (select * from {{ ref('int_stage_columns') }}),

    listed as (
        select *
        from {{ ref('stg_salesforce__opportunity_history') }}
        where to_stage is not null
        qualify
            row_number() over (
                partition by system, coalesce(history_id, source_file || '-' || source_row)
                order by changed_at desc, source_file, source_row
            )
            = 1
    ),

    followed as (
        select
            listed.*,
            coalesce(
                from_stage,
                lag(to_stage) over (
                    partition by system, record_id order by changed_at, source_file, source_row
                )
            ) as stage_before
        from listed
    ),

    opportunity_history as (select * from followed where stage_before is distinct from to_stage),

    with_history as (select distinct system from opportunity_history),

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
            field_history.changed_by_key,
            'history' as basis,
            field_history.source_file,
            field_history.source_row
        from field_history
        inner join
            stage_columns
            on field_history.system = stage_columns.system
            and field_history.object = stage_columns.object
            and field_history.column_name = stage_columns.column_name
        left join with_history on field_history.system = with_history.system
        where field_history.object <> 'opportunity' or with_history.system is null
        union all
        select
            {{ record_key('system', "'opportunity'", 'record_id') }}
            || '/'
            || coalesce(history_id, source_file || '-' || source_row) as stage_change_key,
            system,
            'opportunity' as object,
            {{ record_key('system', "'opportunity'", 'record_id') }} as entity_key,
            'stage_name' as column_name,
            stage_before as from_value,
            to_stage as to_value,
            changed_at,
            {{ record_key('system', "'owner'", 'created_by_id') }} as changed_by_key,
            'history' as basis,
            source_file,
            source_row
        from opportunity_history
    )

select *
from final
