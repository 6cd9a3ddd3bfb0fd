{{ config(materialized='table') }}
-- The column that contains stages: the declared ones, else the usual one of the vendor, else
-- the columns mapped to status or stage.
with
    declared as (select * from {{ ref('declared_stage_values') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    vendor_columns as (select * from {{ ref('stage_columns') }}),

    exported as (select * from {{ source('raw_handoff', 'columns') }}),

    named as (
        select distinct system, object, column_name from declared where column_name is not null
    ),

    objects as (select distinct system, object from named),

    mapped as (
        select distinct system, object, column_name
        from exported
        where
            (table_name = 'people' and column_name = 'status')
            or (table_name = 'opportunities' and column_name = 'stage_value')
    ),

    defaults as (
        select systems.system, vendor_columns.object, vendor_columns.column_name
        from vendor_columns
        inner join systems on vendor_columns.vendor = systems.vendor
        union
        select system, object, column_name
        from mapped
    ),

    final as (
        select system, object, column_name
        from named
        union all
        select defaults.system, defaults.object, defaults.column_name
        from defaults
        left join objects on defaults.system = objects.system and defaults.object = objects.object
        where objects.system is null
    )

select *
from final
