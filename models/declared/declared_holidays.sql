-- stub
select
    cast(null as string) as calendar,
    cast(null as date) as holiday_on,
    cast(null as string) as declared_in
where false
