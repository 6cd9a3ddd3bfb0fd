with
    source as (select * from {{ source('declared', 'token_scopes') }}),

    final as (select token, scope, cast(is_needed as boolean) as is_needed, declared_in from source)

select *
from final
