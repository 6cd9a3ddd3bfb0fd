-- stub
select
    cast(null as string) as handoff_id,
    cast(null as string) as field,
    cast(null as string) as source_header,
    cast(null as string) as source_column,
    cast(null as bigint) as source_position,
    cast(null as string) as target_header,
    cast(null as string) as target_column,
    cast(null as bigint) as target_position,
    cast(null as string) as kind,
    cast(null as string) as authority,
    cast(null as bigint) as max_length,
    cast(null as string) as default_value,
    cast(null as boolean) as is_routing_input,
    cast(null as string) as declared_in
where false
