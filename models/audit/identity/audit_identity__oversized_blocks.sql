with
    blocks as (select * from {{ ref('audit_identity__blocks') }}),

    limits as (select {{ audit_limit('duplicate_block') }} as duplicate_block),

    final as (
        select
            blocks.block_kind,
            blocks.block_key,
            max(blocks.identities) as identities,
            cast(limits.duplicate_block as bigint) as largest_compared
        from blocks
        cross join limits
        where blocks.identities > limits.duplicate_block
        group by blocks.block_kind, blocks.block_key, limits.duplicate_block
    )

select *
from final
