-- The violations of the baseline by record. A check with very many keeps one in `one_in` of them.
with
    accepted as (select * from {{ ref('baseline_violations') }}),

    listed as (
        select check_id, handoff_id, one_in, {{ split_rows('records', ' ') }} as entry from accepted
    ),

    final as (
        select
            check_id,
            handoff_id,
            substr(entry, 1, 8) as record_digest,
            cast(max(one_in) as bigint) as one_in,
            -- An entry of several rows of one record ends with their number: 0a1b2c3d*2.
            cast(
                sum(coalesce(try_cast(nullif(substr(entry, 10), '') as bigint), 1)) as bigint
            ) as evidence_rows
        from listed
        group by check_id, handoff_id, substr(entry, 1, 8)
    )

select *
from final
