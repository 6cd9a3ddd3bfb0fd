-- stub
select
    cast(null as string) as owner_key,
    cast(null as string) as system,
    cast(null as string) as record_id,
    cast(null as string) as kind,
    cast(null as string) as email,
    cast(null as string) as full_name,
    cast(null as boolean) as is_active,
    cast(null as string) as manager_key,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as updated_at,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
