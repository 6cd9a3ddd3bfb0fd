-- The raw column of each declared header: first from the loaded files, then from the vendor
-- catalog, which lists every other name of the column, then from another object of the same table.
with
    named as (select * from {{ source('declared', 'columns') }}),

    systems as (select * from {{ source('declared', 'systems') }}),

    raw_columns as (select * from {{ source('raw_handoff', 'columns') }}),

    vendor_columns as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    exported as (select distinct system, object, header, column_name from raw_columns),

    catalog as (select distinct vendor, object, header, column_name from vendor_columns),

    -- Objects of one table, as leads and contacts, may export one property under two headers.
    mapped as (
        select distinct system, table_name, object, header, column_name
        from raw_columns
        where table_schema = 'raw_mapped'
    ),

    present as (select distinct system, object, column_name from exported),

    candidates as (
        select
            named.system,
            named.object,
            named.header,
            exported.column_name,
            case when exported.header = named.header then 1 else 2 end as preference
        from named
        inner join
            exported
            on named.system = exported.system
            and named.object = exported.object
            and {{ header_key('named.header') }} = {{ header_key('exported.header') }}
        union all
        select
            named.system,
            named.object,
            named.header,
            catalog.column_name,
            case when catalog.header = named.header then 3 else 4 end as preference
        from named
        inner join systems on named.system = systems.system
        inner join
            catalog
            on systems.vendor = catalog.vendor
            and named.object = catalog.object
            and {{ header_key('named.header') }} = {{ header_key('catalog.header') }}
        inner join
            present
            on named.system = present.system
            and named.object = present.object
            and catalog.column_name = present.column_name
        union all
        select named.system, named.object, named.header, others.column_name, 5 as preference
        from named
        inner join
            mapped as others
            on named.system = others.system
            and named.object <> others.object
            and {{ header_key('named.header') }} = {{ header_key('others.header') }}
        inner join
            mapped as own
            on named.system = own.system
            and named.object = own.object
            and others.table_name = own.table_name
            and others.column_name = own.column_name
    ),

    resolved as (
        select *
        from candidates
        qualify
            row_number() over (partition by system, object, header order by preference, column_name)
            = 1
    ),

    -- Two headers of one column share its position; absent columns have no position.
    final as (
        select
            named.system,
            named.object,
            named.header,
            resolved.column_name,
            cast(
                case
                    when resolved.column_name is not null
                    then
                        dense_rank() over (
                            partition by named.system, named.object
                            order by resolved.column_name nulls last
                        )
                end as bigint
            ) as value_position,
            named.purpose,
            named.declared_in
        from named
        left join
            resolved
            on named.system = resolved.system
            and named.object = resolved.object
            and named.header = resolved.header
    )

select *
from final
