-- The stack names a user by address, id (Salesforce: 15 or 18 characters) or name; an id can also
-- be one that no export of owners has.
with
    users as (select * from {{ ref('declared_integration_users') }}),

    owners as (select * from {{ ref('owners') }}),

    final as (
        select distinct
            users.system,
            coalesce(
                owners.owner_key, {{ record_key('users.system', "'owner'", 'users.user_text') }}
            ) as owner_key
        from users
        left join
            owners
            on users.system = owners.system
            and (
                lower(users.user_text) = owners.email
                or users.user_text in (owners.record_id, left(owners.record_id, 15))
                or lower(users.user_text) = lower(trim(owners.full_name))
            )
    )

select *
from final
