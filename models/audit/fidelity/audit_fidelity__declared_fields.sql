with
    fields as (select * from {{ ref('declared_handoff_fields') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    value_aliases as (select * from {{ ref('value_aliases') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    file_columns as (select * from {{ ref('file_columns') }}),

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
            fields.source_column,
            fields.source_position,
            fields.target_column,
            fields.target_position,
            fields.source_position is not null
            and fields.target_position is not null as is_comparable,
            fields.compare,
            fields.max_length,
            lower(trim(fields.default_value)) as default_value,
            coalesce(fields.is_routing_input, false) as is_routing_input,
            domains.alias_domain,
            coalesce(sources.time_zone, 'UTC') as source_zone,
            coalesce(sources.date_order, source_orders.date_order) as source_date_order,
            coalesce(targets.time_zone, 'UTC') as target_zone,
            coalesce(targets.date_order, target_orders.date_order) as target_date_order,
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
        left join domains on fields.handoff_id = domains.handoff_id and fields.field = domains.field
    )

select *
from final
