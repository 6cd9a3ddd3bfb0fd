{{ config(materialized='table') }}
-- The column whose values are stages: the declared ones, else the vendor's usual one.
with declared as (
    select * from {{ ref('declared_stage_values') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

usual as (
    select * from {{ ref('stage_columns') }}
),

named as (
    select distinct system, object, column_name
    from declared
    where column_name is not null
),

objects as (
    select distinct system, object
    from named
),

final as (
    select system, object, column_name
    from named
    union all
    select systems.system, usual.object, usual.column_name
    from usual
    inner join systems on usual.vendor = systems.vendor
    left join objects
        on systems.system = objects.system
        and usual.object = objects.object
    where objects.system is null
)

select * from final
