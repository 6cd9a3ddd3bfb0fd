-- stub
select
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as record_id,
    cast(null as string) as entity_key,
    cast(null as varchar[]) as column_values
where false
