{{ config(materialized='table') }}
-- Loaded columns of times, numbers and ids: by the vendor declarations, by the kind of a
-- declared field and, for HubSpot deals, by the headers with the time of entering a stage.
with
    exported as (select * from {{ source('raw_handoff', 'columns') }}),

    catalog as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    handoff_fields as (select * from {{ ref('declared_handoff_fields') }}),

    field_columns as (
        select
            handoffs.from_system as system,
            handoffs.from_object as object,
            handoff_fields.source_column as column_name,
            handoff_fields.kind as field_kind
        from handoff_fields
        inner join handoffs on handoff_fields.handoff_id = handoffs.handoff_id
        union all
        select
            handoffs.to_system as system,
            handoffs.to_object as object,
            handoff_fields.target_column as column_name,
            handoff_fields.kind as field_kind
        from handoff_fields
        inner join handoffs on handoff_fields.handoff_id = handoffs.handoff_id
    ),

    typed as (
        select exported.table_schema, exported.table_name, exported.column_name, catalog.kind
        from exported
        inner join
            catalog
            on exported.table_schema = catalog.table_schema
            and exported.table_name = catalog.table_name
            and exported.column_name = catalog.column_name
        union all
        select
            exported.table_schema,
            exported.table_name,
            exported.column_name,
            case
                when field_columns.field_kind in ('date', 'timestamp')
                then 'time'
                when field_columns.field_kind in ('number', 'money')
                then 'number'
                when field_columns.field_kind = 'id'
                then 'id'
            end as kind
        from exported
        inner join
            field_columns
            on exported.system = field_columns.system
            and exported.object = field_columns.object
            and exported.column_name = field_columns.column_name
        union all
        select table_schema, table_name, column_name, 'time' as kind
        from exported
        where vendor = 'hubspot' and lower(header) like 'date entered "%'
    ),

    final as (
        select distinct table_schema, table_name, column_name, kind
        from typed
        where kind in ('time', 'number', 'id')
    )

select *
from final
