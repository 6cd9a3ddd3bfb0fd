-- stub
select
    cast(null as string) as system,
    cast(null as string) as name,
    cast(null as string) as vendor,
    cast(null as string) as role,
    cast(null as string) as time_zone,
    cast(null as string) as date_order,
    cast(null as bigint) as resolution_seconds,
    cast(null as string) as owner,
    cast(null as string) as declared_in
where false
