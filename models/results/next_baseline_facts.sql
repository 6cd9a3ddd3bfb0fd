-- What the exports of this night contain: the systems and how far they reach, the exports with
-- their rows, columns and the values of declared picklists. `handoff accept` writes these rows.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    file_columns as (select * from {{ source('raw_handoff', 'columns') }}),

    as_of as (select * from {{ ref('as_of') }}),

    record_contexts as (select * from {{ ref('record_contexts') }}),

    declared_columns as (select * from {{ ref('declared_columns') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    stage_values as (select * from {{ ref('declared_stage_values') }}),

    record_values as (select * from {{ ref('record_values') }}),

    loaded as (
        select *
        from files
        where status in ('loaded', 'unchanged') and system is not null and object is not null
    ),

    -- The rows of a file that left the folder stay loaded. The export is missing all the same.
    exports as (
        select
            system,
            object,
            max(latest_at) as latest_at,
            cast(sum(rows_loaded) as bigint) as records,
            bool_or(is_in_folder) as is_in_folder,
            substr(md5({{ string_agg_sorted('distinct file_id', "','") }}), 1, 8) as digest
        from loaded
        group by system, object
    ),

    -- The columns of the newest file of each series: an earlier file may have had others.
    newest as (
        select
            file_id,
            system,
            object,
            case
                when export_series like '%|'
                then substr(export_series, 1, length(export_series) - 1)
                else replace(export_series, '|', '/')
            end as series
        from loaded
        qualify
            row_number() over (
                partition by system, object, export_series
                order by
                    exported_at desc nulls last,
                    export_order desc nulls last,
                    generation desc,
                    file_id
            )
            = 1
    ),

    headers as (
        select
            file_columns.system,
            file_columns.object,
            file_columns.header,
            {{ string_agg_sorted('distinct newest.series', "';'") }} as series
        from file_columns
        inner join
            newest
            on file_columns.file_id = newest.file_id
            and file_columns.system = newest.system
            and file_columns.object = newest.object
        group by file_columns.system, file_columns.object, file_columns.header
    ),

    picklists as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_header as header
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'picklist'
        union
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_header as header
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'picklist'
        union
        select system, object, header
        from stage_values
    ),

    listed_columns as (
        select distinct
            picklists.system, picklists.object, picklists.header, declared_columns.value_position
        from picklists
        inner join
            declared_columns
            on picklists.system = declared_columns.system
            and picklists.object = declared_columns.object
            and picklists.header = declared_columns.header
        where declared_columns.value_position is not null
    ),

    found_values as (
        select
            listed_columns.system,
            listed_columns.object,
            listed_columns.header,
            {{ value_at('record_values.column_values', 'listed_columns.value_position') }}
            as value_text,
            count(*) as records
        from listed_columns
        inner join
            record_values
            on listed_columns.system = record_values.system
            and listed_columns.object = record_values.object
        group by all
    ),

    listed_values as (
        select *
        from found_values
        where value_text is not null
        qualify
            count(*) over (partition by system, object, header)
            <= {{ audit_limit('gate_listed_values') }}
    ),

    -- A moment after now is a typing error, or set ahead by a person.
    populations as (
        select
            record_contexts.system,
            record_contexts.object,
            count(*) as records,
            max(record_contexts.entered_at) as latest_at
        from record_contexts
        cross join as_of
        where record_contexts.entered_at <= as_of.as_of
        group by record_contexts.system, record_contexts.object
    ),

    all_rows as (
        select
            'as_of' as kind,
            '' as system,
            '' as object,
            '' as name,
            cast(as_of as {{ dbt.type_string() }}) as value
        from as_of
        union all
        select
            'now' as kind,
            system,
            '' as object,
            '' as name,
            cast(max(latest_at) as {{ dbt.type_string() }}) as value
        from exports
        group by system
        union all
        select
            'export' as kind,
            system,
            object,
            digest as name,
            cast(latest_at as {{ dbt.type_string() }}) as value
        from exports
        where is_in_folder
        union all
        select
            'rows' as kind,
            system,
            object,
            '' as name,
            cast(records as {{ dbt.type_string() }}) as value
        from exports
        where is_in_folder
        union all
        select
            'population' as kind,
            system,
            object,
            cast(latest_at as {{ dbt.type_string() }}) as name,
            cast(records as {{ dbt.type_string() }}) as value
        from populations
        union all
        select 'column' as kind, system, object, header as name, series as value
        from headers
        union all
        select
            'value' as kind,
            system,
            object,
            header || '=' || value_text as name,
            cast(records as {{ dbt.type_string() }}) as value
        from listed_values
    ),

    final as (select kind, system, object, name, nullif(value, '') as value from all_rows)

select *
from final
