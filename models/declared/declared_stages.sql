-- stub
select
    cast(null as string) as stage,
    cast(null as string) as name,
    cast(null as bigint) as stage_order,
    cast(null as string) as meaning,
    cast(null as string) as declared_in
where false
