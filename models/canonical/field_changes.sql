-- stub
select
    cast(null as string) as field_change_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as record_id,
    cast(null as string) as entity_key,
    cast(null as string) as column_name,
    cast(null as string) as old_value,
    cast(null as string) as new_value,
    cast(null as timestamp) as changed_at,
    cast(null as string) as changed_by,
    cast(null as string) as changed_by_key,
    cast(null as string) as basis,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
