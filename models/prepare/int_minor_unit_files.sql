-- Files with amounts in whole minor units: APIs and connectors use lower-case headers (upper
-- case in some warehouses), the dashboard uses title case and major units.
with
    columns_read as (select * from {{ source('raw_handoff', 'columns') }} where vendor = 'stripe'),

    final as (
        select distinct file_id as source_file
        from columns_read
        where column_name in ('amount', 'total') and header in (lower(header), upper(header))
    )

select *
from final
