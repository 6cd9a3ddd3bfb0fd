-- stub
select
    cast(null as string) as assignment_key,
    cast(null as string) as system,
    cast(null as string) as person_key,
    cast(null as string) as owner_key,
    cast(null as string) as previous_owner_key,
    cast(null as timestamp) as assigned_at,
    cast(null as string) as assigned_by_key,
    cast(null as string) as basis,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
