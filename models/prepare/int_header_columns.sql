{{ config(materialized='table') }}
-- The raw column of a header, label or API name in a system: from the loaded files, else from
-- the vendor declarations.
with
    exported as (select * from {{ source('raw_handoff', 'columns') }}),

    catalog as (select * from {{ source('raw_handoff', 'vendor_columns') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    known as (
        select system, vendor
        from systems
        where vendor is not null
        union
        select system, vendor
        from exported
        where vendor is not null
    ),

    headers as (
        select
            system, vendor, object, lower(trim(header)) as header_text, column_name, 1 as preference
        from exported
        union all
        select
            known.system,
            known.vendor,
            catalog.object,
            lower(trim(catalog.header)) as header_text,
            catalog.column_name,
            2 as preference
        from catalog
        inner join known on catalog.vendor = known.vendor
    ),

    final as (
        select distinct system, vendor, object, header_text, column_name
        from headers
        qualify
            row_number() over (
                partition by system, vendor, object, header_text order by preference, column_name
            )
            = 1
    )

select *
from final
