-- stub
select
    cast(null as string) as meeting_key,
    cast(null as string) as system,
    cast(null as string) as record_id,
    cast(null as string) as person_key,
    cast(null as string) as owner_key,
    cast(null as timestamp) as booked_at,
    cast(null as timestamp) as starts_at,
    cast(null as string) as status,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
