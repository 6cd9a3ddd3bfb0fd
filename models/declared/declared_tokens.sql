with
    source as (select * from {{ source('declared', 'tokens') }}),

    final as (
        select
            token,
            system,
            role,
            kept_in,
            owner,
            case when expires <> 'never' then cast(expires as date) end as expires_on,
            expires is not null as is_expiry_declared,
            cast(has_scopes as boolean) as has_scopes,
            cast(has_needed_scopes as boolean) as has_needed_scopes,
            declared_in
        from source
    )

select *
from final
