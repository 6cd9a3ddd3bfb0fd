-- Every value of a status field, now and in its history, and whether the stack says what it
-- means.
with
    stage_values as (select * from {{ ref('declared_stage_values') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as (select * from {{ ref('record_values') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    stage_changes as (select * from {{ ref('stage_changes') }}),

    fields as (
        select distinct stage_values.system, stage_values.object, stage_values.header
        from stage_values
    ),

    placed_fields as (
        select
            fields.system,
            fields.object,
            fields.header,
            columns.column_name,
            columns.value_position,
            count(*) over (partition by fields.system, fields.object) as field_count
        from fields
        left join
            columns
            on fields.system = columns.system
            and fields.object = columns.object
            and fields.header = columns.header
    ),

    meanings as (
        select distinct system, object, header, {{ normalise_stage('value') }} as value_text
        from stage_values
    ),

    deal_objects as (select distinct system, object from opportunities),

    -- The stage of a deal depends on its pipeline, so its own table knows it.
    deals as (
        select
            placed_fields.system,
            placed_fields.object,
            placed_fields.header,
            opportunities.opportunity_key as entity_key,
            opportunities.stage_value as value,
            opportunities.stage is not null as is_declared
        from opportunities
        inner join
            placed_fields
            on opportunities.system = placed_fields.system
            and opportunities.object = placed_fields.object
        where placed_fields.field_count = 1
    ),

    stored_values as (
        select
            placed_fields.system,
            placed_fields.object,
            placed_fields.header,
            record_values.entity_key,
            {{ value_at('record_values.column_values', 'placed_fields.value_position') }} as value
        from record_values
        inner join
            placed_fields
            on record_values.system = placed_fields.system
            and record_values.object = placed_fields.object
        left join
            deal_objects
            on placed_fields.system = deal_objects.system
            and placed_fields.object = deal_objects.object
        where
            placed_fields.value_position is not null
            and (deal_objects.system is null or placed_fields.field_count > 1)
    ),

    records as (
        select
            stored_values.system,
            stored_values.object,
            stored_values.header,
            stored_values.entity_key,
            stored_values.value,
            meanings.header is not null as is_declared
        from stored_values
        left join
            meanings
            on stored_values.system = meanings.system
            and stored_values.object = meanings.object
            and stored_values.header = meanings.header
            and {{ normalise_stage('stored_values.value') }} = meanings.value_text
    ),

    moves as (
        {% for side in ['from', 'to'] -%}
            select
                placed_fields.system,
                placed_fields.object,
                placed_fields.header,
                stage_changes.entity_key,
                stage_changes.{{ side }}_value as value,
                stage_changes.{{ side }}_stage is not null as is_declared
            from stage_changes
            inner join
                placed_fields
                on stage_changes.system = placed_fields.system
                and stage_changes.object = placed_fields.object
                and (
                    stage_changes.column_name = placed_fields.column_name
                    or placed_fields.field_count = 1
                )
                {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    {% set columns = ['system', 'object', 'header', 'entity_key', 'value', 'is_declared'] -%}
    seen as ({{ union_columns(['deals', 'records', 'moves'], columns) }}),

    final as (
        select
            system || '/' || object || '/' || header || '/' || value as value_key,
            system,
            object,
            header,
            value,
            -- The verdict mentions the value, so that column lineage finds the export it needs.
            bool_and(is_declared or value is null) as is_declared,
            count(distinct case when not is_declared then entity_key end) as undeclared_records
        from seen
        where trim(value) <> ''
        group by system, object, header, value
    )

select *
from final
