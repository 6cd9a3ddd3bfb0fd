-- Files whose amounts are whole minor units: APIs and connectors write their headers in
-- lower case (warehouses that shout, in upper case), the dashboard in title case with
-- amounts in major units.
with
    columns_read as (select * from {{ source('raw_handoff', 'columns') }} where vendor = 'stripe'),

    final as (
        select distinct file_id as source_file
        from columns_read
        where column_name in ('amount', 'total') and header in (lower(header), upper(header))
    )

select *
from final
