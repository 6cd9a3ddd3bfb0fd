with
    source as (select * from {{ source('declared', 'answers') }}),

    final as (
        select
            item_id,
            asked,
            cast(answered_on as date) as answered_on,
            answer,
            verdict,
            evidence,
            declared_in
        from source
    )

select *
from final
