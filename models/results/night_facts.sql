-- What is in the exports of this night and was not in those of the baseline, and what is missing:
-- exports, columns, values of picklists, and how far each system reaches.
with
    baseline_facts as (select * from {{ ref('baseline_facts') }}),

    current_facts as (select * from {{ ref('next_baseline_facts') }}),

    declared_columns as (select * from {{ ref('declared_columns') }}),

    record_contexts as (select * from {{ ref('record_contexts') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    touches as (select * from {{ ref('touches') }}),

    files as (select * from {{ source('raw_handoff', 'files') }}),

    as_of as (select * from {{ ref('as_of') }}),

    before as (
        select kind, coalesce(system, '') as system, coalesce(object, '') as object, name, value
        from baseline_facts
    ),

    tonight as (
        select kind, coalesce(system, '') as system, coalesce(object, '') as object, name, value
        from current_facts
    ),

    -- Exports.
    exports as (
        select
            before.system,
            before.object,
            before.name as digest_before,
            try_cast(before.value as timestamp) as latest_before,
            tonight.name as digest,
            try_cast(tonight.value as timestamp) as latest_at,
            tonight.system is not null as is_there
        from before
        left join
            tonight
            on tonight.kind = 'export'
            and before.system = tonight.system
            and before.object = tonight.object
        where before.kind = 'export'
    ),

    -- The newest file of an export that left the folder.
    left_files as (
        select system, object, {{ file_label('files') }} as label
        from files
        where not is_in_folder
        qualify
            row_number() over (
                partition by system, object
                order by exported_at desc nulls last, export_order desc nulls last, file_id
            )
            = 1
    ),

    missing as (
        select
            'export_missing' as kind,
            exports.system,
            exports.object,
            left_files.label as name,
            cast(exports.latest_before as {{ dbt.type_string() }}) as value_before,
            cast(null as {{ dbt.type_string() }}) as value_now,
            'the export '
            || exports.system
            || ' '
            || exports.object
            || ' is missing tonight'
            || coalesce('; the last file is ' || left_files.label, '')
            || coalesce(
                '; it reaches to ' || cast(exports.latest_before as {{ dbt.type_string() }}), ''
            ) as detail,
            true as is_failure
        from exports
        left join
            left_files on exports.system = left_files.system and exports.object = left_files.object
        where not exports.is_there
    ),

    -- Days on which an object had records.
    days as (
        select system, object, cast(entered_at as date) as day_on, count(*) as records
        from record_contexts
        where entered_at is not null
        group by system, object, cast(entered_at as date)
    ),

    latest_days as (
        select system, object, max(day_on) as latest_on from days group by system, object
    ),

    -- The rhythm of a system: its records of the weeks before the baseline, per day.
    baseline_moments as (
        select cast(try_cast(max(value) as timestamp) as date) as day_on
        from before
        where kind = 'as_of'
    ),

    active_days as (
        select system, day_on, records
        from days
        union all
        select system, cast(occurred_at as date) as day_on, count(*) as records
        from touches
        where occurred_at is not null
        group by system, cast(occurred_at as date)
    ),

    rhythms as (
        select
            active_days.system,
            sum(active_days.records)
            / cast({{ audit_limit('gate_silent_days') }} as double) as records_a_day
        from active_days
        cross join baseline_moments
        where
            active_days.day_on <= baseline_moments.day_on
            and {{ dbt.datediff('active_days.day_on', 'baseline_moments.day_on', 'day') }}
            < {{ audit_limit('gate_silent_days') }}
        group by active_days.system
    ),

    -- The days since the baseline on which any system had a record.
    new_days as (
        select count(distinct days.day_on) as days_since
        from days
        cross join baseline_moments
        cross join as_of
        where days.day_on > baseline_moments.day_on and days.day_on <= cast(as_of.as_of as date)
    ),

    -- An admin exports the objects of a system together: one new file among them shows that the
    -- others are of tonight, too, even if nothing in them is new.
    deliveries as (
        select system, bool_or(is_there and digest <> digest_before) as has_new_file
        from exports
        group by system
    ),

    nights as (
        select max(case when tonight.value > before.value then 1 else 0 end) = 1 as has_advanced
        from before
        inner join tonight on before.kind = tonight.kind
        where before.kind = 'as_of'
    ),

    -- A system without a new file, or an earlier file of an object. It fails the night if records
    -- were to be expected since; a file that is a day behind is no fault of anybody.
    old as (
        select
            'export_old' as kind,
            exports.system,
            exports.object,
            cast(null as {{ dbt.type_string() }}) as name,
            cast(exports.latest_before as {{ dbt.type_string() }}) as value_before,
            cast(exports.latest_at as {{ dbt.type_string() }}) as value_now,
            'the export '
            || exports.system
            || ' '
            || exports.object
            || case
                when exports.digest = exports.digest_before
                then ' is the one of the baseline'
                else ' is older than the one of the baseline'
            end
            || coalesce(
                ': it reaches to ' || cast(exports.latest_at as {{ dbt.type_string() }}), ''
            )
            || ', the other systems have '
            || new_days.days_since
            || case when new_days.days_since = 1 then ' day more' else ' days more' end as detail,
            -- The probability that no record comes on so many days is below one in 10,000.
            coalesce(rhythms.records_a_day, 0) * new_days.days_since
            > ln(cast(10000 as double)) as is_failure
        from exports
        inner join deliveries on exports.system = deliveries.system
        left join rhythms on exports.system = rhythms.system
        cross join new_days
        cross join nights
        where
            nights.has_advanced
            and new_days.days_since > 0
            and exports.is_there
            and (
                (not deliveries.has_new_file and exports.digest = exports.digest_before)
                or exports.latest_at < exports.latest_before
            )
    ),

    cut as (
        select
            'export_cut' as kind,
            before.system,
            before.object,
            cast(null as {{ dbt.type_string() }}) as name,
            before.value as value_before,
            tonight.value as value_now,
            'the export '
            || before.system
            || ' '
            || before.object
            || ' is cut: '
            || tonight.value
            || ' rows, the baseline has '
            || before.value as detail,
            true as is_failure
        from before
        inner join
            tonight
            on before.kind = tonight.kind
            and before.system = tonight.system
            and before.object = tonight.object
        where
            before.kind = 'rows'
            and 100 * (cast(before.value as bigint) - cast(tonight.value as bigint))
            > {{ audit_limit('gate_cut_percent') }} * cast(before.value as bigint)
            and cast(before.value as bigint) - cast(tonight.value as bigint) >= 5
    ),

    present as (select tonight.system, tonight.object from tonight where tonight.kind = 'export'),

    -- Columns of exports that are there.
    columns_before as (
        select before.system, before.object, before.name
        from before
        inner join present on before.system = present.system and before.object = present.object
        where before.kind = 'column'
    ),

    known_objects as (select distinct system, object from columns_before),

    columns_now as (
        select tonight.system, tonight.object, tonight.name
        from tonight
        inner join
            known_objects
            on tonight.system = known_objects.system
            and tonight.object = known_objects.object
        where tonight.kind = 'column'
    ),

    columns_lost as (
        select system, object, name
        from columns_before
        except
        select system, object, name
        from columns_now
    ),

    columns_added as (
        select system, object, name
        from columns_now
        except
        select system, object, name
        from columns_before
    ),

    nearest as (
        select columns_lost.*, columns_added.name as nearest_name
        from columns_lost
        left join
            columns_added
            on columns_lost.system = columns_added.system
            and columns_lost.object = columns_added.object
        qualify
            row_number() over (
                partition by columns_lost.system, columns_lost.object, columns_lost.name
                order by
                    jaro_winkler_similarity(
                        lower(columns_lost.name), lower(coalesce(columns_added.name, ''))
                    ) desc,
                    columns_added.name
            )
            = 1
    ),

    -- An object of several files: a column that one of them had and has not, while others have it.
    file_columns_before as (
        select system, object, name, {{ split_rows('value', ';') }} as series
        from before
        where kind = 'column' and value is not null
    ),

    file_columns_now as (
        select system, object, name, {{ split_rows('value', ';') }} as series
        from tonight
        where kind = 'column' and value is not null
    ),

    same_files as (
        select system, object, series
        from file_columns_before
        intersect
        select system, object, series
        from file_columns_now
    ),

    lost_in_files as (
        select file_columns_before.*
        from file_columns_before
        inner join
            same_files
            on file_columns_before.system = same_files.system
            and file_columns_before.object = same_files.object
            and file_columns_before.series = same_files.series
        left join
            columns_lost
            on file_columns_before.system = columns_lost.system
            and file_columns_before.object = columns_lost.object
            and file_columns_before.name = columns_lost.name
        where columns_lost.name is null
        except
        select *
        from file_columns_now
    ),

    added_to_files as (
        select *
        from file_columns_now
        except
        select *
        from file_columns_before
    ),

    renamed_in_files as (
        select lost_in_files.*, added_to_files.name as nearest_name
        from lost_in_files
        left join
            added_to_files
            on lost_in_files.system = added_to_files.system
            and lost_in_files.object = added_to_files.object
            and lost_in_files.series = added_to_files.series
        qualify
            row_number() over (
                partition by
                    lost_in_files.system,
                    lost_in_files.object,
                    lost_in_files.name,
                    lost_in_files.series
                order by
                    jaro_winkler_similarity(
                        lower(lost_in_files.name), lower(coalesce(added_to_files.name, ''))
                    ) desc,
                    added_to_files.name
            )
            = 1
    ),

    missing_in_files as (
        select
            system,
            object,
            name,
            max(nearest_name) as nearest_name,
            {{ string_agg_sorted('distinct series', "', '") }} as series
        from renamed_in_files
        group by system, object, name
    ),

    declared_headers as (select distinct system, object, header from declared_columns),

    changed_columns as (
        select
            'column_missing' as kind,
            nearest.system,
            nearest.object,
            nearest.name,
            nearest.name as value_before,
            nearest.nearest_name as value_now,
            'the column '
            || nearest.name
            || ' of '
            || nearest.system
            || ' '
            || nearest.object
            || ' is missing tonight'
            || coalesce('; the nearest new column is ' || nearest.nearest_name, '') as detail,
            declared_headers.header is not null as is_failure
        from nearest
        left join
            declared_headers
            on nearest.system = declared_headers.system
            and nearest.object = declared_headers.object
            and lower(nearest.name) = lower(declared_headers.header)
        union all
        select
            'column_missing' as kind,
            missing_in_files.system,
            missing_in_files.object,
            missing_in_files.name,
            missing_in_files.name as value_before,
            missing_in_files.nearest_name as value_now,
            'the column '
            || missing_in_files.name
            || ' of '
            || missing_in_files.system
            || ' '
            || missing_in_files.object
            || ' is missing tonight in '
            || missing_in_files.series
            || coalesce(
                '; the nearest new column is ' || missing_in_files.nearest_name, ''
            ) as detail,
            declared_headers.header is not null as is_failure
        from missing_in_files
        left join
            declared_headers
            on missing_in_files.system = declared_headers.system
            and missing_in_files.object = declared_headers.object
            and lower(missing_in_files.name) = lower(declared_headers.header)
        union all
        select
            'column_new' as kind,
            system,
            object,
            name,
            cast(null as {{ dbt.type_string() }}) as value_before,
            name as value_now,
            'the column ' || name || ' of ' || system || ' ' || object || ' is new' as detail,
            false as is_failure
        from columns_added
    ),

    -- Values of declared picklists in columns that are there on both nights.
    values_before as (
        select system, object, split_part(name, '=', 1) as header, name, value
        from before
        where kind = 'value'
    ),

    values_now as (
        select system, object, split_part(name, '=', 1) as header, name, value
        from tonight
        where kind = 'value'
    ),

    both_nights as (
        select system, object, header
        from values_before
        intersect
        select system, object, header
        from values_now
    ),

    changed_values as (
        select
            coalesce(values_before.system, values_now.system) as system,
            coalesce(values_before.object, values_now.object) as object,
            coalesce(values_before.header, values_now.header) as header,
            coalesce(values_before.name, values_now.name) as name,
            values_before.value as value_before,
            values_now.value as value_now
        from values_before
        full outer join
            values_now
            on values_before.system = values_now.system
            and values_before.object = values_now.object
            and values_before.name = values_now.name
        where values_before.name is null or values_now.name is null
    ),

    staged as (select distinct system, object, header from stage_values),

    described_values as (
        select
            case
                when changed_values.value_now is null then 'value_gone' else 'value_new'
            end as kind,
            changed_values.system,
            changed_values.object,
            changed_values.name,
            changed_values.value_before,
            changed_values.value_now,
            'the value '
            || changed_values.name
            || ' of '
            || changed_values.system
            || ' '
            || changed_values.object
            || case
                when changed_values.value_now is null
                then ' is gone: ' || changed_values.value_before || ' records had it'
                when staged.header is not null and stage_values.value is null
                then
                    ' is new and not declared as a stage: '
                    || changed_values.value_now
                    || ' records have it'
                else ' is new: ' || changed_values.value_now || ' records have it'
            end as detail,
            -- No stage, no promise and no rule applies to a status that nobody declared.
            changed_values.value_now is not null
            and staged.header is not null
            and stage_values.value is null as is_failure
        from changed_values
        inner join
            both_nights
            on changed_values.system = both_nights.system
            and changed_values.object = both_nights.object
            and changed_values.header = both_nights.header
        left join
            staged
            on changed_values.system = staged.system
            and changed_values.object = staged.object
            and changed_values.header = staged.header
        left join
            (select distinct system, object, header, value from stage_values) as stage_values
            on changed_values.system = stage_values.system
            and changed_values.object = stage_values.object
            and changed_values.name = stage_values.header || '=' || stage_values.value
    ),

    systems as (
        select
            'system_now' as kind,
            tonight.system,
            '' as object,
            cast(null as {{ dbt.type_string() }}) as name,
            before.value as value_before,
            tonight.value as value_now,
            tonight.system || case
                when tonight.value is null
                then ' has rows without a moment only'
                when
                    {{ dbt.datediff('try_cast(tonight.value as timestamp)', 'as_of.as_of', 'day') }}
                    = 0
                then ' reaches to ' || tonight.value
                else
                    ' reaches to '
                    || tonight.value
                    || ', days before the latest export: '
                    || {{ dbt.datediff('try_cast(tonight.value as timestamp)', 'as_of.as_of', 'day') }}
            end as detail,
            false as is_failure
        from tonight
        cross join as_of
        left join before on before.kind = 'now' and tonight.system = before.system
        where tonight.kind = 'now'
    ),

    -- The last full day of each object against the same weekday of the eight weeks before.
    last_days as (
        select
            latest_days.system,
            latest_days.object,
            {{ dbt.dateadd('day', '-1', 'latest_days.latest_on') }} as day_on
        from latest_days
    ),

    weekdays as (
        select
            last_days.system,
            last_days.object,
            max(
                case when cast(last_days.day_on as date) = days.day_on then days.records end
            ) as records,
            count(
                case when cast(last_days.day_on as date) <> days.day_on then days.records end
            ) as earlier_days,
            avg(
                case when cast(last_days.day_on as date) <> days.day_on then days.records end
            ) as usual,
            stddev_samp(
                case when cast(last_days.day_on as date) <> days.day_on then days.records end
            ) as spread
        from last_days
        inner join
            days
            on last_days.system = days.system
            and last_days.object = days.object
            and {{ dbt.datediff('days.day_on', 'cast(last_days.day_on as date)', 'day') }}
            in (0, 7, 14, 21, 28, 35, 42, 49, 56)
        group by last_days.system, last_days.object
    ),

    volumes as (
        select
            case when coalesce(records, 0) < usual then 'volume_low' else 'volume_high' end as kind,
            system,
            object,
            cast(null as {{ dbt.type_string() }}) as name,
            cast(cast(round(usual) as bigint) as {{ dbt.type_string() }}) as value_before,
            cast(coalesce(records, 0) as {{ dbt.type_string() }}) as value_now,
            system
            || ' '
            || object
            || ' has '
            || coalesce(records, 0)
            || ' records of its last full day, '
            || cast(round(usual) as bigint)
            || ' are usual on that weekday' as detail,
            false as is_failure
        from weekdays
        where
            earlier_days >= 4
            and abs(coalesce(records, 0) - usual) > 4 * greatest(sqrt(usual), spread)
    ),

    has_facts as (select count(*) > 0 as has_facts from before),

    all_rows as (
        select *
        from missing
        union all
        select *
        from old
        union all
        select *
        from cut
        union all
        select *
        from changed_columns
        union all
        select *
        from described_values
        union all
        select *
        from systems
        union all
        select *
        from volumes
    ),

    final as (
        select
            all_rows.kind,
            nullif(all_rows.system, '') as system,
            nullif(all_rows.object, '') as object,
            all_rows.name,
            all_rows.value_before,
            all_rows.value_now,
            all_rows.detail,
            all_rows.is_failure and has_facts.has_facts as is_failure
        from all_rows
        cross join has_facts
    )

select *
from final
