-- Every address by which a record is or was known: its own, further ones, and those that its field
-- history names.
with
    people as (select * from {{ ref('people') }}),

    hubspot as (select * from {{ ref('int_hubspot__addresses') }}),

    mapped as (select * from {{ ref('int_mapped__addresses') }}),

    field_changes as (select * from {{ ref('field_changes') }}),

    named as (
        select person_key, email, 2 as rank
        from hubspot
        union all
        select person_key, email, 2 as rank
        from mapped
        union all
        select entity_key as person_key, old_value as email, 3 as rank
        from field_changes
        where column_name in ('email', 'person_email', 'email_address')
        union all
        select entity_key as person_key, new_value as email, 3 as rank
        from field_changes
        where column_name in ('email', 'person_email', 'email_address')
    ),

    found as (
        select person_key, email_normalised, 1 as rank
        from people
        where email_normalised is not null
        union all
        select
            named.person_key, {{ email_normalised('named.email') }} as email_normalised, named.rank
        from named
        inner join people on named.person_key = people.person_key
        where named.email is not null
    ),

    ranked as (
        select person_key, email_normalised, min(rank) as rank
        from found
        where email_normalised is not null
        group by person_key, email_normalised
    ),

    final as (
        select
            person_key || ' ' || email_normalised as address_key,
            person_key,
            email_normalised,
            case rank when 1 then 'current' when 2 then 'additional' else 'earlier' end as standing
        from ranked
    )

select *
from final
