with
    stage_moves as (select * from {{ ref('audit_lag__stages') }}),

    stage_changes as {{ not_materialized() }} (select * from {{ ref('stage_changes') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    people as (select * from {{ ref('people') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    columns as (select * from {{ ref('declared_columns') }}),

    record_values as (select * from {{ ref('record_values') }}),

    boolean_words as (select * from {{ ref('boolean_words') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    consent_columns as (select * from {{ ref('declared_consent_columns') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    limits as (
        select
            max(case when limit_name = 'clock_skew' then amount end) as skew_seconds,
            max(case when limit_name = 'burst_leads' then amount end) as import_records
        from timing_limits
    ),

    -- An import writes the first rows of many records within one minute. Their earlier stages
    -- were in another system, so nothing moved here.
    imports as (
        select stage_moves.system, date_trunc('minute', stage_moves.changed_at) as imported_at
        from stage_moves
        cross join limits
        where stage_moves.is_first_value
        group by stage_moves.system, date_trunc('minute', stage_moves.changed_at)
        having count(distinct stage_moves.entity_key) >= max(limits.import_records)
    ),

    -- A history that begins after its record was created lacks the stage before its first row.
    created as (
        select person_key as entity_key, created_at
        from people
        union all
        select opportunity_key as entity_key, created_at
        from opportunities
    ),

    late_starts as (
        select distinct stage_moves.entity_key
        from stage_moves
        inner join created on stage_moves.entity_key = created.entity_key
        cross join limits
        left join
            imports
            on stage_moves.system = imports.system
            and date_trunc('minute', stage_moves.changed_at) = imports.imported_at
        where
            stage_moves.is_first_value
            and imports.system is null
            and {{ elapsed_seconds('created.created_at', 'stage_moves.changed_at') }}
            > limits.skew_seconds
    ),

    moved as (
        select
            entity_key,
            count(*) as move_count,
            bool_or(is_skipped) as has_skipped,
            bool_or(is_reversed) as has_reversed,
            -- The first value of a record is no move. Every other move must be known before a
            -- record can pass.
            count(is_skipped) as judged_count,
            min(case when not is_first_value then not_judged_because end) as not_judged_because
        from stage_moves
        group by entity_key
    ),

    -- The current status of a record is that of one field: where a history has several, each is
    -- compared as a field of its own.
    single_fields as (
        select system, object
        from stage_changes
        where basis = 'history'
        group by system, object
        having count(distinct column_name) <= 1
    ),

    status_history as (
        select stage_changes.entity_key, stage_changes.to_value, stage_changes.changed_at
        from stage_changes
        inner join
            single_fields
            on stage_changes.system = single_fields.system
            and stage_changes.object = single_fields.object
        where stage_changes.basis = 'history'
    ),

    last_stage_times as (
        select entity_key, max(changed_at) as changed_at from status_history group by entity_key
    ),

    current_statuses as (
        select person_key as entity_key, status as value_now
        from people
        where not coalesce(is_deleted, false) and merged_into_key is null
        union all
        select opportunity_key as entity_key, stage_value as value_now
        from opportunities
        where not coalesce(is_deleted, false)
    ),

    -- Two changes within one second can have either order: one of them must match the current
    -- value.
    status_ends as (
        select
            status_history.entity_key,
            bool_or(
                coalesce(lower(trim(status_history.to_value)), '')
                = coalesce(lower(trim(current_statuses.value_now)), '')
            ) as is_same
        from status_history
        inner join
            last_stage_times
            on status_history.entity_key = last_stage_times.entity_key
            and status_history.changed_at = last_stage_times.changed_at
        inner join current_statuses on status_history.entity_key = current_statuses.entity_key
        group by status_history.entity_key
    ),

    read_columns as (
        select distinct system, object, column_name, value_position
        from columns
        where value_position is not null
    ),

    tracked as (
        select
            field_changes.entity_key,
            field_changes.system,
            field_changes.object,
            field_changes.column_name,
            field_changes.new_value,
            field_changes.changed_at,
            read_columns.value_position
        from field_changes
        inner join
            read_columns
            on field_changes.system = read_columns.system
            and field_changes.object = read_columns.object
            and field_changes.column_name = read_columns.column_name
        where field_changes.basis = 'history'
    ),

    last_field_times as (
        select entity_key, column_name, max(changed_at) as changed_at
        from tracked
        group by entity_key, column_name
    ),

    compared as (
        select
            tracked.entity_key,
            tracked.system,
            tracked.object,
            tracked.column_name,
            coalesce(lower(trim(tracked.new_value)), '') as last_value,
            coalesce(
                lower(
                    trim({{ value_at('record_values.column_values', 'tracked.value_position') }})
                ),
                ''
            ) as value_now
        from tracked
        inner join
            last_field_times
            on tracked.entity_key = last_field_times.entity_key
            and tracked.column_name = last_field_times.column_name
            and tracked.changed_at = last_field_times.changed_at
        inner join record_values on tracked.entity_key = record_values.entity_key
    ),

    texts as (
        {% for side in ['last_value', 'value_now'] -%}
            select consent_columns.*, nullif(compared.{{ side }}, '') as text
            from compared
            inner join
                consent_columns
                on compared.system = consent_columns.system
                and compared.object = consent_columns.object
                and compared.column_name = consent_columns.column_name
                {{ 'union' if not loop.last }}
        {% endfor %}
    ),

    readings as ({{ consent_readings('texts') }}),

    -- A history has the internal name of a stage where the export has its label: both are declared
    -- as one stage.
    stages_of_values as (
        select distinct system, object, column_name, lower(trim(value)) as text, stage
        from stage_values
    ),

    same_stages as (
        select distinct compared.entity_key, compared.column_name, compared.last_value
        from compared
        inner join
            stages_of_values as last_stages
            on compared.system = last_stages.system
            and compared.object = last_stages.object
            and compared.column_name = last_stages.column_name
            and compared.last_value = last_stages.text
        inner join
            stages_of_values as stages_now
            on compared.system = stages_now.system
            and compared.object = stages_now.object
            and compared.column_name = stages_now.column_name
            and compared.value_now = stages_now.text
            and last_stages.stage = stages_now.stage
    ),

    -- A history can contain true where the record contains 1, and a day where the record
    -- contains midnight. Of a consent, the sense counts: no value can refuse, too.
    contrasts as (
        select
            compared.entity_key,
            compared.column_name,
            (
                {{ is_same_value('compared.last_value', 'compared.value_now') }}
                or same_stages.entity_key is not null
                or coalesce(last_words.is_true = words_now.is_true, false)
                or (
                    {{ matches_pattern('compared.last_value', '^[0-9]{4}-[0-9]{2}-[0-9]{2}') }}
                    and left(compared.last_value, 10) = left(compared.value_now, 10)
                    and least(length(compared.last_value), length(compared.value_now)) = 10
                )
                or coalesce(
                    last_readings.form = readings_now.form
                    or (
                        last_readings.form <> 'not opted out'
                        and readings_now.form <> 'not opted out'
                    ),
                    false
                )
            ) as is_same,
            coalesce(
                last_readings.unread_because, readings_now.unread_because
            ) as not_judged_because
        from compared
        left join
            same_stages
            on compared.entity_key = same_stages.entity_key
            and compared.column_name = same_stages.column_name
            and compared.last_value = same_stages.last_value
        left join boolean_words as last_words on compared.last_value = last_words.word
        left join boolean_words as words_now on compared.value_now = words_now.word
        left join
            readings as last_readings
            on compared.system = last_readings.system
            and compared.object = last_readings.object
            and compared.column_name = last_readings.column_name
            and compared.last_value = coalesce(last_readings.text, '')
        left join
            readings as readings_now
            on compared.system = readings_now.system
            and compared.object = readings_now.object
            and compared.column_name = readings_now.column_name
            and compared.value_now = coalesce(readings_now.text, '')
    ),

    field_values as (
        select
            entity_key,
            column_name,
            bool_or(is_same) as is_same,
            case when not bool_or(is_same) then min(not_judged_because) end as not_judged_because
        from contrasts
        group by entity_key, column_name
    ),

    -- A difference that can be read decides, whatever another field leaves open.
    field_ends as (
        select
            entity_key,
            count_if(not is_same and not_judged_because is null) = 0 as is_same,
            min(not_judged_because) as not_judged_because
        from field_values
        group by entity_key
    ),

    entities as (
        select entity_key
        from moved
        union
        select entity_key
        from status_ends
        union
        select entity_key
        from field_ends
    ),

    judged as (
        select
            entities.entity_key,
            cast(coalesce(moved.move_count, 0) as bigint) as move_count,
            -- A fault that was seen stays one; without a fault, every move must be known.
            case
                when moved.has_skipped
                then true
                when moved.judged_count > 0 and moved.not_judged_because is null
                then false
            end as has_skipped_stage,
            case
                when moved.has_reversed
                then true
                when moved.judged_count > 0 and moved.not_judged_because is null
                then false
            end as has_reversed_stage,
            case
                when moved.not_judged_because is not null
                then moved.not_judged_because
                when moved.judged_count = 0 and late_starts.entity_key is not null
                then 'its history has one row, and no stage before it is known'
            end as not_judged_because,
            status_ends.entity_key is not null or field_ends.entity_key is not null as has_history,
            -- Where one of the two histories is absent, the other decides.
            (
                not coalesce(status_ends.is_same, true) or not coalesce(field_ends.is_same, true)
            ) as is_unlike_current,
            field_ends.not_judged_because as unread_because
        from entities
        left join moved on entities.entity_key = moved.entity_key
        left join late_starts on entities.entity_key = late_starts.entity_key
        left join status_ends on entities.entity_key = status_ends.entity_key
        left join field_ends on entities.entity_key = field_ends.entity_key
    ),

    final as (
        select
            entity_key,
            move_count,
            has_skipped_stage,
            has_reversed_stage,
            not_judged_because,
            has_history,
            case
                when is_unlike_current or unread_because is null then is_unlike_current
            end as is_unlike_current,
            case when not is_unlike_current then unread_because end as history_not_judged_because
        from judged
    )

select *
from final
