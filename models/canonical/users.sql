-- Whether a user of a system is a person or a program. Declared programs are programs. A user who
-- owns deals or companies, or was in touch with people, is a person; so is any other where the
-- stack lists the programs of its system. One who handed over most of the records it created is a
-- program. Of others nobody knows.
with
    owners as (select * from {{ ref('owners') }} where kind = 'user'),

    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    touches as (select * from {{ ref('touches') }}),

    integration_users as (select * from {{ ref('integration_users') }}),

    declaring_systems as (select distinct system from integration_users),

    active as (
        select owner_key
        from companies
        where owner_key is not null
        union
        select owner_key
        from opportunities
        where owner_key is not null
        union
        select owner_key
        from touches
        where actor_type = 'human' and is_completed and owner_key is not null
    ),

    creators as (
        select created_by_key as owner_key
        from people
        where created_by_key is not null
        group by created_by_key
        having count_if(owner_key is distinct from created_by_key) * 2 > count(*)
    ),

    known as (
        select owner_key, system
        from owners
        union
        select owner_key, system
        from integration_users
    ),

    final as (
        select
            known.owner_key,
            known.system,
            case
                when integration_users.owner_key is not null
                then 'program'
                when active.owner_key is not null or declaring_systems.system is not null
                then 'user'
                when creators.owner_key is not null
                then 'program'
            end as actor
        from known
        left join integration_users on known.owner_key = integration_users.owner_key
        left join active on known.owner_key = active.owner_key
        left join declaring_systems on known.system = declaring_systems.system
        left join creators on known.owner_key = creators.owner_key
    )

select *
from final
