with
    fields as (select * from {{ ref('declared_handoff_fields') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    translations as (select * from {{ ref('declared_field_values') }}),

    value_aliases as (select * from {{ ref('value_aliases') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    file_columns as (select * from {{ ref('file_columns') }}),

    record_values as {{ not_materialized() }} (select * from {{ ref('record_values') }}),

    -- The decimal mark, likewise.
    marks as (
        select system, object, column_name, min(read_as) as decimal_mark
        from file_columns
        where kind = 'number' and read_as in ('point', 'comma')
        group by system, object, column_name
        having min(read_as) = max(read_as)
    ),

    list_columns as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_position as value_position
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'multi' and fields.source_position is not null
        union
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_position as value_position
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        where fields.kind = 'multi' and fields.target_position is not null
    ),

    list_values as (
        select
            list_columns.*,
            {{ value_at('record_values.column_values', 'list_columns.value_position') }}
            as list_value
        from list_columns
        inner join
            record_values
            on list_columns.system = record_values.system
            and list_columns.object = record_values.object
    ),

    -- A comma beside another mark in one cell is part of a text, in the whole column.
    lists as (
        select
            system,
            object,
            value_position,
            bool_or(
                list_value like '%,%'
                and list_value not like '[%]'
                and list_value not like '^%^'
                and {{ matches_pattern('list_value', '[;|' ~ "\n" ~ ']') }}
            ) as keeps_commas
        from list_values
        group by system, object, value_position
    ),

    translated as (select handoff_id, field from translations group by handoff_id, field),

    alias_domains as (select distinct domain from value_aliases),

    -- Objects with an exported change history; without it the order of changes is unknown.
    histories as (select distinct system, object from field_changes),

    -- The order of day and month, if all files of an object agree: values of different files
    -- are compared.
    orders as (
        select system, object, column_name, min(read_as) as date_order
        from file_columns
        where kind = 'time' and read_as in ('dmy', 'mdy')
        group by system, object, column_name
        having min(read_as) = max(read_as)
    ),

    -- A field contains countries if its name mentions them.
    domains as (
        select fields.handoff_id, fields.field, min(alias_domains.domain) as alias_domain
        from fields
        inner join
            alias_domains
            on lower(fields.field) like '%' || alias_domains.domain || '%'
            or lower(fields.source_header) like '%' || alias_domains.domain || '%'
        where fields.kind in ('text', 'picklist')
        group by fields.handoff_id, fields.field
    ),

    final as (
        select
            fields.handoff_id,
            fields.field,
            row_number() over (order by fields.handoff_id, fields.field) as field_number,
            fields.kind,
            coalesce(fields.authority, 'either') as authority,
            fields.source_header,
            fields.source_column,
            fields.source_position,
            fields.target_header,
            fields.target_column,
            fields.target_position,
            fields.source_position is not null
            and fields.target_position is not null as is_comparable,
            fields.compare,
            coalesce(fields.corrected_by, 'people') as corrected_by,
            fields.max_length,
            lower(trim(fields.default_value)) as default_value,
            coalesce(fields.is_routing_input, false) as is_routing_input,
            domains.alias_domain,
            coalesce(sources.time_zone, 'UTC') as source_zone,
            coalesce(sources.date_order, source_orders.date_order) as source_date_order,
            coalesce(targets.time_zone, 'UTC') as target_zone,
            coalesce(targets.date_order, target_orders.date_order) as target_date_order,
            coalesce(
                sources.decimal_mark, source_marks.decimal_mark, 'point'
            ) as source_decimal_mark,
            coalesce(
                targets.decimal_mark, target_marks.decimal_mark, 'point'
            ) as target_decimal_mark,
            sources.resolution_seconds as source_resolution_seconds,
            targets.resolution_seconds as target_resolution_seconds,
            coalesce(source_lists.keeps_commas, false) as source_keeps_commas,
            coalesce(target_lists.keeps_commas, false) as target_keeps_commas,
            fields.source_means,
            fields.source_blank_means,
            fields.target_means,
            fields.target_blank_means,
            -- A yes to an agreement and a yes to a refusal are two values; so is 1.234 with a
            -- decimal point and with a decimal comma.
            (
                fields.kind = 'consent'
                and (
                    fields.source_means is distinct from fields.target_means
                    or translated.field is not null
                )
            )
            or (
                fields.kind = 'money'
                and coalesce(
                    coalesce(sources.decimal_mark, source_marks.decimal_mark)
                    <> coalesce(targets.decimal_mark, target_marks.decimal_mark),
                    false
                )
            ) as may_differ_as_same_text,
            source_histories.system is not null as has_source_history,
            target_histories.system is not null as has_target_history
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        left join systems as sources on handoffs.from_system = sources.system
        left join systems as targets on handoffs.to_system = targets.system
        left join
            histories as source_histories
            on handoffs.from_system = source_histories.system
            and handoffs.from_object = source_histories.object
        left join
            histories as target_histories
            on handoffs.to_system = target_histories.system
            and handoffs.to_object = target_histories.object
        left join
            orders as source_orders
            on handoffs.from_system = source_orders.system
            and handoffs.from_object = source_orders.object
            and fields.source_column = source_orders.column_name
        left join
            orders as target_orders
            on handoffs.to_system = target_orders.system
            and handoffs.to_object = target_orders.object
            and fields.target_column = target_orders.column_name
        left join
            lists as source_lists
            on handoffs.from_system = source_lists.system
            and handoffs.from_object = source_lists.object
            and fields.source_position = source_lists.value_position
        left join
            lists as target_lists
            on handoffs.to_system = target_lists.system
            and handoffs.to_object = target_lists.object
            and fields.target_position = target_lists.value_position
        left join
            marks as source_marks
            on handoffs.from_system = source_marks.system
            and handoffs.from_object = source_marks.object
            and fields.source_column = source_marks.column_name
        left join
            marks as target_marks
            on handoffs.to_system = target_marks.system
            and handoffs.to_object = target_marks.object
            and fields.target_column = target_marks.column_name
        left join
            translated
            on fields.handoff_id = translated.handoff_id
            and fields.field = translated.field
        left join domains on fields.handoff_id = domains.handoff_id and fields.field = domains.field
    )

select *
from final
