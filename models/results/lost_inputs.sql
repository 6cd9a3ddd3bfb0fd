-- Checks and handoffs that rest on an export that is missing tonight, old or cut. They have no
-- verdict tonight: one from earlier rows would be about another night.
with
    night_facts as (select * from {{ ref('night_facts') }}),

    needs as (select * from {{ ref('check_needs') }}),

    checks as (select * from {{ ref('checks') }}),

    file_columns as (select * from {{ source('raw_handoff', 'columns') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }}),

    vendor_columns as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    lost as (
        select system, object, min(detail) as reason
        from night_facts
        where kind in ('export_missing', 'export_old', 'export_cut')
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

    -- Other exports of the same system that feed a column.
    loaded as (
        select distinct
            file_columns.system,
            file_columns.object,
            file_columns.table_schema,
            file_columns.table_name
        from file_columns
        left join lost on file_columns.system = lost.system and file_columns.object = lost.object
        where lost.system is null
    ),

    other_feeds as (
        select distinct
            required.check_id, required.canonical_table, required.canonical_column, loaded.system
        from required
        inner join
            loaded
            on required.table_schema = loaded.table_schema
            and required.table_name = loaded.table_name
    ),

    -- Histories, activities and users belong to no side. They matter where nothing else of their
    -- system feeds a column.
    unfed as (
        select affected.*
        from affected
        left join
            side_objects
            on affected.system = side_objects.system
            and affected.object = side_objects.object
        left join
            other_feeds
            on affected.check_id = other_feeds.check_id
            and affected.canonical_table = other_feeds.canonical_table
            and affected.canonical_column = other_feeds.canonical_column
            and affected.system = other_feeds.system
        where side_objects.system is null and other_feeds.check_id is null
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
        select unfed.check_id, sides.place as handoff_id, unfed.reason
        from unfed
        inner join sides on unfed.system = sides.system
        union
        select check_id, cast(null as {{ dbt.type_string() }}) as handoff_id, reason
        from unfed
    ),

    final as (
        select check_id, handoff_id, min(reason) as reason
        from by_place
        group by check_id, handoff_id
    )

select *
from final
