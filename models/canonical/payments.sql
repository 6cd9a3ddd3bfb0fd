-- stub
select
    cast(null as string) as payment_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as record_id,
    cast(null as string) as customer_key,
    cast(null as string) as customer_email,
    cast(null as string) as invoice_key,
    cast(null as string) as crm_record_id,
    cast(null as string) as status,
    cast(null as string) as currency,
    cast(null as decimal(18,2)) as amount,
    cast(null as decimal(18,2)) as amount_refunded,
    cast(null as decimal(18,2)) as settled_amount,
    cast(null as string) as settled_currency,
    cast(null as timestamp) as paid_at,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
