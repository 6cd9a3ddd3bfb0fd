-- stub
select
    cast(null as string) as name,
    cast(null as string) as currency,
    cast(null as timestamp) as as_of,
    cast(null as string) as declared_in
where false
