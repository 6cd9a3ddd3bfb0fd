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

    hubspot_deals as (select * from {{ ref('int_hubspot__opportunities') }}),

    mapped_deals as (select * from {{ ref('int_mapped__opportunities') }}),
    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    all_rows as (
        {{ union_columns(['salesforce', 'hubspot', 'marketo', 'mapped'], [
        'stage_change_key', 'system', 'object', 'entity_key', 'column_name', 'from_value',
        'to_value',
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
            column_name,
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
            version_changes.column_name,
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

    -- A record counts in its pipeline of today.
    pipelines as (
        select
            {{ record_key('system', 'object', 'record_id') }} as entity_key,
            min({{ normalise_stage('pipeline') }}) as pipeline_text
        from
            (
                {{ union_columns(['hubspot_deals', 'mapped_deals'], [
                'system', 'object', 'record_id', 'pipeline',
            ]) }}
            ) as deals
        where pipeline is not null
        group by 1
    ),

    meanings as (
        select
            system,
            object,
            column_name,
            {{ normalise_stage('pipeline') }} as pipeline_text,
            {{ normalise_stage('value') }} as value_text,
            valid_from,
            valid_until,
            min(stage) as stage
        from stage_values
        group by 1, 2, 3, 4, 5, 6, 7
    ),

    spelled as (
        select
            known.*,
            pipelines.pipeline_text,
            cast(known.changed_at as date) as changed_on,
            {{ normalise_stage('known.from_value') }} as from_text,
            {{ normalise_stage('known.to_value') }} as to_text
        from known
        left join pipelines on known.entity_key = pipelines.entity_key
    ),

    -- The meaning of a value is that of its field, its pipeline and its time.
    {% for side in ['from', 'to'] -%}
        {{ side }}_stages as (
            select spelled.stage_change_key, min(meanings.stage) as stage
            from spelled
            inner join
                meanings
                on spelled.system = meanings.system
                and spelled.object = meanings.object
                and spelled.{{ side }}_text = meanings.value_text
                and coalesce(spelled.column_name = meanings.column_name, true)
                and (
                    meanings.pipeline_text is null or meanings.pipeline_text = spelled.pipeline_text
                )
                and coalesce(meanings.valid_from <= spelled.changed_on, true)
                and coalesce(meanings.valid_until >= spelled.changed_on, true)
            group by spelled.stage_change_key
        ),

    {% endfor -%}
    final as (
        select
            spelled.stage_change_key,
            spelled.system,
            spelled.object,
            spelled.entity_key,
            spelled.column_name,
            spelled.from_value,
            spelled.to_value,
            from_stages.stage as from_stage,
            to_stages.stage as to_stage,
            spelled.changed_at,
            spelled.changed_by_key,
            spelled.basis,
            spelled.source_file,
            spelled.source_row
        from spelled
        left join from_stages on spelled.stage_change_key = from_stages.stage_change_key
        left join to_stages on spelled.stage_change_key = to_stages.stage_change_key
    )

select *
from final
