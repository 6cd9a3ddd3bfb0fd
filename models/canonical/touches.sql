-- stub
select
    cast(null as string) as touch_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as record_id,
    cast(null as string) as person_key,
    cast(null as string) as owner_key,
    cast(null as string) as kind,
    cast(null as string) as actor_type,
    cast(null as boolean) as is_completed,
    cast(null as timestamp) as occurred_at,
    cast(null as timestamp) as created_at,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
