-- stub
select
    cast(null as timestamp) as as_of
where false
