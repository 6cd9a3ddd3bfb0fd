-- stub
select
    cast(null as string) as handoff_id,
    cast(null as string) as name,
    cast(null as string) as from_system,
    cast(null as string) as from_object,
    cast(null as string) as to_system,
    cast(null as string) as to_object,
    cast(null as string) as hop,
    cast(null as string) as trigger,
    cast(null as string) as direction,
    cast(null as string) as owner,
    cast(null as string) as backup,
    cast(null as string) as service_level,
    cast(null as string) as failure_path,
    cast(null as string) as match_basis,
    cast(null as string) as source_match_column,
    cast(null as string) as target_match_column,
    cast(null as bigint) as source_match_position,
    cast(null as bigint) as target_match_position,
    cast(null as string) as declared_in
where false
