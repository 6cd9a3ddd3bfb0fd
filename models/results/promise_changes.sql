-- Parts of a promise that are declared otherwise than in the baseline. A result under another
-- promise is neither better nor worse.
with
    baseline as (select * from {{ ref('baseline') }}),

    promises as (select * from {{ ref('promises') }}),

    handoffs as (select * from {{ ref('declared_contracts') }}),

    accepted as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            {{ split_rows('promise', ' ') }} as word
        from baseline
        where promise is not null
    ),

    before as (
        select
            check_id,
            handoff_key,
            split_part(word, '=', 1) as part,
            split_part(word, '=', 2) as digest
        from accepted
        where word like '%=%'
    ),

    now_parts as (
        select check_id, coalesce(handoff_id, '') as handoff_key, part, digest, declared_in
        from promises
    ),

    pairs as (
        select check_id, handoff_key
        from before
        intersect
        select check_id, handoff_key
        from now_parts
    ),

    changed as (
        select
            coalesce(before.check_id, now_parts.check_id) as check_id,
            coalesce(before.handoff_key, now_parts.handoff_key) as handoff_key,
            coalesce(before.part, now_parts.part) as part,
            case
                when before.part is null
                then 'added'
                when now_parts.part is null
                then 'removed'
                else 'changed'
            end as change,
            now_parts.declared_in
        from before
        full outer join
            now_parts
            on before.check_id = now_parts.check_id
            and before.handoff_key = now_parts.handoff_key
            and before.part = now_parts.part
        where before.digest is distinct from now_parts.digest
    ),

    final as (
        select
            changed.check_id,
            nullif(changed.handoff_key, '') as handoff_id,
            changed.part,
            changed.change,
            coalesce(changed.declared_in, handoffs.declared_in) as declared_in
        from changed
        inner join
            pairs on changed.check_id = pairs.check_id and changed.handoff_key = pairs.handoff_key
        left join handoffs on changed.handoff_key = handoffs.handoff_id
    )

select *
from final
