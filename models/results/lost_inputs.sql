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

    affected as (
        select distinct needs.check_id, lost.system, lost.object, lost.reason
        from lost
        inner join tables on lost.system = tables.system and lost.object = tables.object
        inner join
            needs
            on tables.table_schema = needs.table_schema
            and tables.table_name = needs.table_name
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

    by_place as (
        select affected.check_id, sides.place as handoff_id, affected.reason
        from affected
        inner join sides on affected.system = sides.system and affected.object = sides.object
        union
        -- Histories, activities and users belong to no side: every handoff of their system.
        select affected.check_id, sides.place as handoff_id, affected.reason
        from affected
        inner join sides on affected.system = sides.system
        left join
            side_objects
            on affected.system = side_objects.system
            and affected.object = side_objects.object
        where side_objects.system is null
        union
        select affected.check_id, cast(null as {{ dbt.type_string() }}) as handoff_id, reason
        from affected
    ),

    final as (
        select by_place.check_id, by_place.handoff_id, min(by_place.reason) as reason
        from by_place
        inner join checks on by_place.check_id = checks.check_id
        where checks.area <> 'exports'
        group by by_place.check_id, by_place.handoff_id
    )

select *
from final
