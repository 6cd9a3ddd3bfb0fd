-- stub
select
    cast(null as string) as calendar,
    cast(null as string) as time_zone,
    cast(null as bigint) as weekday,
    cast(null as bigint) as opens_second,
    cast(null as bigint) as closes_second,
    cast(null as string) as declared_in
where false
