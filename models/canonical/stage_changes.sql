-- stub
select
    cast(null as string) as stage_change_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as entity_key,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    cast(null as string) as from_stage,
    cast(null as string) as to_stage,
    cast(null as timestamp) as changed_at,
    cast(null as string) as changed_by_key,
    cast(null as string) as basis,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
