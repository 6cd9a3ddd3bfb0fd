with
    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    limits as (select {{ audit_limit('duplicate_block') }} as duplicate_block),

    entries as (
        select 'address' as block_kind, email_normalised as block_key, identity_key
        from records
        where email_normalised is not null
        union all
        select 'phone' as block_kind, name || '|' || phone as block_key, identity_key
        from records
        where name is not null and phone is not null
        union all
        select 'domain' as block_kind, name || '|' || company_domain as block_key, identity_key
        from records
        where name is not null and company_domain is not null
    ),

    counted as (
        select block_kind, block_key, count(distinct identity_key) as identities
        from entries
        group by block_kind, block_key
    ),

    final as (
        select
            counted.block_kind,
            counted.block_key,
            counted.identities,
            cast(limits.duplicate_block as bigint) as largest_compared
        from counted
        cross join limits
        where counted.identities > limits.duplicate_block
    )

select *
from final
