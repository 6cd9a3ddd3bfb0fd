-- Checks and handoffs that rest on an export or a declared column that is missing tonight, or on an
-- export that is old or cut. They have no verdict tonight: one from earlier rows would be about
-- another night, and would blame the sync.
with
    night_facts as (select * from {{ ref('night_facts') }}),

    needs as (select * from {{ ref('check_needs') }}),

    checks as (select * from {{ ref('checks') }}),

    file_columns as (select * from {{ source('raw_handoff', 'columns') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    conditions as (select * from {{ ref('declared_handoff_conditions') }}),

    rule_terms as (select * from {{ ref('declared_rule_terms') }}),

    promise_parts as (select * from {{ ref('promise_parts') }}),

    vendor_columns as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    lost as (
        select system, object, min(detail) as reason
        from night_facts
        where kind in ('export_missing', 'export_old', 'export_cut') and is_failure
        group by system, object
    ),

    -- The raw table of a lost export: from an earlier file of it, or from its vendor.
    tables as (
        select distinct lost.system, lost.object, file_columns.table_schema, file_columns.table_name
        from lost
        inner join
            file_columns on lost.system = file_columns.system and lost.object = file_columns.object
        union
        select distinct
            lost.system, lost.object, vendor_columns.table_schema, vendor_columns.table_name
        from lost
        inner join systems on lost.system = systems.system
        inner join
            vendor_columns
            on systems.vendor = vendor_columns.vendor
            and lost.object = vendor_columns.object
    ),

    -- A raw column that also gives the latest moment of all belongs to every check, and is no
    -- reason to rest on its export.
    stamps as (
        select distinct check_id, table_schema, table_name, column_name
        from needs
        where canonical_table = 'as_of'
    ),

    -- What a check needs and may not do without.
    required as (
        select needs.*
        from needs
        inner join checks on needs.check_id = checks.check_id
        left join
            stamps
            on needs.check_id = stamps.check_id
            and needs.table_schema = stamps.table_schema
            and needs.table_name = stamps.table_name
            and needs.column_name = stamps.column_name
        where
            checks.area <> 'exports'
            and stamps.check_id is null
            and checks.optional_inputs
            not like '%' || needs.canonical_table || '.' || needs.canonical_column || '%'
    ),

    affected as (
        select
            required.check_id,
            required.canonical_table,
            required.canonical_column,
            lost.system,
            lost.object,
            lost.reason
        from lost
        inner join tables on lost.system = tables.system and lost.object = tables.object
        inner join
            required
            on tables.table_schema = required.table_schema
            and tables.table_name = required.table_name
    ),

    -- The exports on which a handoff, rule or sum rests by its declaration.
    sides as (
        select handoff_id as place, from_system as system, from_object as object
        from handoffs
        union
        select handoff_id as place, to_system as system, to_object as object
        from handoffs
        union
        select rule_id as place, system, object
        from rules
        union
        select sum_id as place, system, object
        from sums
    ),

    side_objects as (select distinct system, object from sides),

    -- Histories, activities and users belong to no side.
    sideless as (
        select affected.*
        from affected
        left join
            side_objects
            on affected.system = side_objects.system
            and affected.object = side_objects.object
        where side_objects.system is null
    ),

    by_place as (
        select affected.check_id, sides.place as handoff_id, affected.reason
        from affected
        inner join sides on affected.system = sides.system and affected.object = sides.object
        union
        select
            affected.check_id, cast(null as {{ dbt.type_string() }}) as handoff_id, affected.reason
        from affected
        inner join
            side_objects
            on affected.system = side_objects.system
            and affected.object = side_objects.object
        union
        select sideless.check_id, sides.place as handoff_id, sideless.reason
        from sideless
        inner join sides on sideless.system = sides.system
        union
        select check_id, cast(null as {{ dbt.type_string() }}) as handoff_id, reason
        from sideless
    ),

    lost_columns as (
        select system, object, name as header, detail as reason
        from night_facts
        where kind = 'column_missing' and is_failure
    ),

    -- The columns that a handoff or a rule names, by the part of its promise.
    named_columns as (
        select
            'fields' as part,
            handoffs.handoff_id as place,
            handoffs.from_system as system,
            handoffs.from_object as object,
            fields.source_header as header
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        union all
        select
            'fields' as part,
            handoffs.handoff_id as place,
            handoffs.to_system as system,
            handoffs.to_object as object,
            fields.target_header as header
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        union all
        select
            'condition' as part,
            handoffs.handoff_id as place,
            handoffs.from_system as system,
            handoffs.from_object as object,
            conditions.header
        from conditions
        inner join handoffs on conditions.handoff_id = handoffs.handoff_id
        union all
        select
            'match' as part,
            handoff_id as place,
            from_system as system,
            from_object as object,
            source_match_header as header
        from handoffs
        union all
        select
            'match' as part,
            handoff_id as place,
            to_system as system,
            to_object as object,
            target_match_header as header
        from handoffs
        union all
        select 'rule' as part, rule_id as place, system, object, header
        from rule_terms
    ),

    all_places as (
        select check_id, handoff_id, reason
        from by_place
        union all
        select promise_parts.check_id, named_columns.place as handoff_id, lost_columns.reason
        from lost_columns
        inner join
            named_columns
            on lost_columns.system = named_columns.system
            and lost_columns.object = named_columns.object
            and lower(lost_columns.header) = lower(named_columns.header)
        inner join promise_parts on named_columns.part = promise_parts.part
    ),

    final as (
        select check_id, handoff_id, min(reason) as reason
        from all_places
        group by check_id, handoff_id
    )

select *
from final
