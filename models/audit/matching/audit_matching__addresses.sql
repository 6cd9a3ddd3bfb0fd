{{ config(materialized='view') }}

-- Addresses by which a record can be found: its own, and those of the records that went on in it.
with
    addresses as {{ not_materialized() }} (select * from {{ ref('person_addresses') }}),

    successors as (select * from {{ ref('audit_matching__successors') }}),

    found as (
        select person_key, email_normalised, standing
        from addresses
        union all
        select
            successors.successor_key as person_key,
            addresses.email_normalised,
            case when addresses.standing = 'earlier' then 'earlier' else 'inherited' end as standing
        from addresses
        inner join successors on addresses.person_key = successors.record_key
    ),

    ranked as (
        select
            person_key,
            email_normalised,
            min(
                case
                    standing
                    when 'current'
                    then 1
                    when 'additional'
                    then 2
                    when 'inherited'
                    then 3
                    else 4
                end
            ) as address_rank
        from found
        group by person_key, email_normalised
    ),

    final as (
        select
            person_key,
            email_normalised,
            address_rank,
            address_rank = 1 as is_current,
            address_rank < 4 as is_valid
        from ranked
    )

select *
from final
