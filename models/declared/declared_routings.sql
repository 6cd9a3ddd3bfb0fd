-- stub
select
    cast(null as string) as routing_id,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as handoff_id,
    cast(null as bigint) as queue_max_age_seconds,
    cast(null as string) as declared_in
where false
