-- stub
select
    cast(null as string) as routing_id,
    cast(null as string) as rule,
    cast(null as bigint) as rule_order,
    cast(null as string) as pool,
    cast(null as bigint) as condition_count,
    cast(null as string) as declared_in
where false
