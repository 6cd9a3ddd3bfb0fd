-- Whether the target takes what a handoff writes: fields that nobody can write, required fields
-- that stay empty, values outside a restricted picklist, and values that are too long.
with
    handoffs as (select * from {{ ref('declared_handoffs') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    translations as (select * from {{ ref('declared_field_values') }}),

    definitions as (select * from {{ ref('audit_feasibility__definitions') }}),

    options as (select * from {{ ref('audit_feasibility__options') }}),

    source_records as (select * from {{ ref('audit_matching__source_records') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    described as (
        select
            fields.handoff_id,
            fields.field,
            handoffs.from_system,
            handoffs.from_object,
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.source_header,
            fields.target_header,
            fields.source_position,
            fields.kind,
            fields.default_value,
            fields.authority,
            targets.definition_key,
            targets.field_name,
            targets.data_type,
            targets.write_class,
            targets.is_writable,
            targets.is_required,
            sources.is_required as is_source_required,
            targets.max_length,
            targets.is_restricted,
            fields.declared_in
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        left join
            definitions as targets
            on handoffs.to_system = targets.system
            and handoffs.to_object = targets.object
            and fields.target_header = targets.header
        left join
            definitions as sources
            on handoffs.from_system = sources.system
            and handoffs.from_object = sources.object
            and fields.source_header = sources.header
    ),

    picklists as (
        select definition_key, count(*) as option_count from options group by definition_key
    ),

    arrived as (select distinct handoff_id, source_record_key from pairs),

    -- Only the fields that the description limits.
    written as (
        select
            described.handoff_id,
            described.field,
            described.definition_key,
            described.kind,
            described.max_length,
            source_records.source_record_key,
            source_records.is_due,
            arrived.source_record_key is not null as has_arrived,
            {{ clean_value(value_at('record_values.column_values', 'described.source_position')) }}
            as source_value,
            described.default_value
        from described
        inner join source_records on described.handoff_id = source_records.handoff_id
        inner join record_values on source_records.source_record_key = record_values.entity_key
        left join
            arrived
            on source_records.handoff_id = arrived.handoff_id
            and source_records.source_record_key = arrived.source_record_key
        where
            described.source_position is not null
            and (
                described.is_required or described.is_restricted or described.max_length is not null
            )
            and source_records.is_due is not false
    ),

    translated as (
        select
            written.*,
            coalesce(
                translations.target_value, written.source_value, written.default_value
            ) as target_value
        from written
        left join
            translations
            on written.handoff_id = translations.handoff_id
            and written.field = translations.field
            and lower(written.source_value) = lower(translations.source_value)
    ),

    measured as (
        select
            translated.*,
            translated.target_value is null and not translated.has_arrived as is_refused,
            picklists.option_count is not null
            and translated.kind in ('picklist', 'text')
            and translated.target_value is not null
            and options.word is null as is_outside,
            length(translated.target_value) > translated.max_length
            and translated.kind in ('text', 'picklist', 'email', 'phone', 'id') as is_too_long
        from translated
        left join picklists on translated.definition_key = picklists.definition_key
        left join
            options
            on translated.definition_key = options.definition_key
            and lower(translated.target_value) = options.word
    ),

    counted as (
        select
            handoff_id,
            field,
            count_if(is_due) as records,
            count_if(is_due is null) as open_records,
            count_if(is_due and target_value is null) as empty_records,
            count_if(is_due and is_refused) as refused_records,
            min(case when is_due and is_refused then source_record_key end) as refused_example,
            count_if(is_due and is_outside) as outside_records,
            count(distinct case when is_due and is_outside then target_value end) as outside_values,
            min(case when is_due and is_outside then target_value end) as outside_example,
            count_if(is_due and is_too_long) as long_records,
            max(case when is_due and is_too_long then length(target_value) end) as longest_value,
            min(case when is_due and is_too_long then source_record_key end) as long_example
        from measured
        group by handoff_id, field
    ),

    judged as (
        select
            described.*,
            picklists.option_count,
            cast(coalesce(counted.records, 0) as bigint) as records,
            cast(coalesce(counted.open_records, 0) as bigint) as open_records,
            cast(coalesce(counted.empty_records, 0) as bigint) as empty_records,
            cast(coalesce(counted.refused_records, 0) as bigint) as refused_records,
            counted.refused_example,
            cast(coalesce(counted.outside_records, 0) as bigint) as outside_records,
            cast(coalesce(counted.outside_values, 0) as bigint) as outside_values,
            counted.outside_example,
            cast(coalesce(counted.long_records, 0) as bigint) as long_records,
            counted.longest_value,
            counted.long_example,
            case
                when described.definition_key is null
                then 'no description of the field was exported'
            end as undescribed_because,
            case
                when described.definition_key is null
                then 'no description of the field was exported'
                when described.source_position is null
                then 'no export has the source column ' || described.source_header
                when coalesce(counted.records, 0) = 0 and coalesce(counted.open_records, 0) > 0
                then 'nobody knows which source records are due'
            end as unmeasured_because
        from described
        left join
            counted on described.handoff_id = counted.handoff_id and described.field = counted.field
        left join picklists on described.definition_key = picklists.definition_key
    ),

    final as (
        select
            handoff_id || '/' || field as field_key,
            handoff_id,
            field,
            system,
            object,
            source_header,
            target_header,
            authority,
            field_name,
            data_type,
            write_class,
            not is_writable as is_unwritable,
            case
                when definition_key is null
                then undescribed_because
                when is_writable is null
                then 'the description does not say whether the field can be written'
            end as write_not_judged_because,
            is_required,
            is_source_required,
            records,
            empty_records,
            refused_records,
            refused_example,
            case
                when is_required and unmeasured_because is null then refused_records > 0
            end as is_required_empty,
            unmeasured_because as required_not_judged_because,
            is_restricted,
            option_count,
            outside_records,
            outside_values,
            outside_example,
            case
                when
                    is_restricted
                    and unmeasured_because is null
                    and option_count > 0
                    and kind in ('picklist', 'text')
                then outside_records > 0
            end as has_values_outside,
            case
                when unmeasured_because is not null
                then unmeasured_because
                when option_count is null
                then 'the values of the picklist are in no export'
                when kind not in ('picklist', 'text')
                then 'values of kind ' || kind || ' are not compared with a picklist'
            end as outside_not_judged_because,
            max_length,
            long_records,
            longest_value,
            long_example,
            case
                when max_length is not null and unmeasured_because is null then long_records > 0
            end as has_long_values,
            unmeasured_because as length_not_judged_because,
            declared_in
        from judged
    )

select *
from final
