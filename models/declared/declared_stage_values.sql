-- stub
select
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as header,
    cast(null as string) as column_name,
    cast(null as string) as value,
    cast(null as string) as stage,
    cast(null as string) as declared_in
where false
