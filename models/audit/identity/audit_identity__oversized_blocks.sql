with
    blocks as (select * from {{ ref('audit_identity__blocks') }}),

    final as (
        select
            block_kind,
            block_key,
            max(identities) as identities,
            max(largest_compared) as largest_compared
        from blocks
        where identities > largest_compared
        group by block_kind, block_key
    )

select *
from final
