{{ config(materialized='table') }}
-- The object of each mapped invoice, for payments that contain only the invoice id.
with
    invoices as (select * from {{ source('raw_mapped', 'invoices') }}),

    lines as (select * from {{ source('raw_mapped', 'invoice_lines') }}),

    named as (
        select _system as system, record_id, _object as object
        from invoices
        union all
        select _system as system, invoice_record_id as record_id, _object as object
        from lines
    ),

    final as (
        select system, record_id, min(object) as object
        from named
        where record_id is not null
        group by 1, 2
    )

select *
from final
