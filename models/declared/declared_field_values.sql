-- stub
select
    cast(null as string) as handoff_id,
    cast(null as string) as field,
    cast(null as string) as source_value,
    cast(null as string) as target_value,
    cast(null as string) as declared_in
where false
