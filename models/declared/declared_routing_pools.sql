-- stub
select
    cast(null as string) as routing_id,
    cast(null as string) as pool,
    cast(null as string) as kind,
    cast(null as string) as member,
    cast(null as string) as declared_in
where false
