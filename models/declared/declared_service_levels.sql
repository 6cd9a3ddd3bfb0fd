-- stub
select
    cast(null as string) as service_level,
    cast(null as string) as from_hop,
    cast(null as string) as hop,
    cast(null as bigint) as within_seconds,
    cast(null as string) as clock,
    cast(null as string) as calendar,
    cast(null as string) as delay,
    cast(null as string) as declared_in
where false
