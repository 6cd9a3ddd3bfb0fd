-- stub
select
    cast(null as string) as system,
    cast(null as string) as function,
    cast(null as string) as declared_in
where false
