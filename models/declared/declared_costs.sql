-- stub
select
    cast(null as string) as cost,
    cast(null as decimal(18,4)) as amount,
    cast(null as string) as currency,
    cast(null as string) as declared_in
where false
