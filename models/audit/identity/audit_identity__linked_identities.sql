with
    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    links as (
        select distinct left_identity_key as left_key, right_identity_key as right_key
        from pairs
        where is_duplicate and left_identity_key <> right_identity_key
    ),

    labels as ({{ components('links') }}),

    final as (select node as identity_key, label as person_id from labels)

select *
from final
