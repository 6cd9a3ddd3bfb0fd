-- stub
select
    cast(null as string) as owner,
    cast(null as string) as name,
    cast(null as string) as email,
    cast(null as string) as team,
    cast(null as string) as backup,
    cast(null as string) as escalation,
    cast(null as string) as declared_in
where false
