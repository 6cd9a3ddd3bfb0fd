-- stub
select
    cast(null as string) as routing_id,
    cast(null as string) as rule,
    cast(null as bigint) as condition_number,
    cast(null as string) as header,
    cast(null as string) as column_name,
    cast(null as bigint) as value_position,
    cast(null as string) as operator,
    cast(null as string) as value,
    cast(null as string) as declared_in
where false
