-- stub
select
    cast(null as string) as merge_key,
    cast(null as string) as system,
    cast(null as string) as object,
    cast(null as string) as loser_key,
    cast(null as string) as winner_key,
    cast(null as timestamp) as merged_at,
    cast(null as string) as basis,
    cast(null as string) as source_file,
    cast(null as bigint) as source_row
where false
