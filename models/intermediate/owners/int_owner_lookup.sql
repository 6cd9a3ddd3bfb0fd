{{ config(materialized='table') }}
-- Owners by address and by display name, for exports that contain names instead of ids. A
-- name that two owners share matches no owner.
with
    salesforce as (select * from {{ ref('int_salesforce__owners') }}),

    hubspot as (select * from {{ ref('int_hubspot__owners') }}),

    mapped as (select * from {{ ref('int_mapped__owners') }}),

    owners as (
        select system, record_id, email, full_name
        from salesforce
        union all
        select system, record_id, email, full_name
        from hubspot
        union all
        select system, record_id, email, full_name
        from mapped
    ),

    texts as (
        select system, record_id, lower(trim(email)) as name_or_email
        from owners
        where email is not null
        union all
        select system, record_id, lower(trim(full_name)) as name_or_email
        from owners
        where full_name is not null
    ),

    final as (
        select system, name_or_email, min(record_id) as record_id
        from texts
        where name_or_email <> ''
        group by 1, 2
        having min(record_id) = max(record_id)
    )

select *
from final
