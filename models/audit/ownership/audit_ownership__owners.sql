with
    owners as (select * from {{ ref('owners') }}),

    assignments as (select * from {{ ref('assignments') }}),

    people as (select * from {{ ref('people') }}),

    touches as (select * from {{ ref('touches') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    queue_id_prefixes as (select * from {{ ref('queue_id_prefixes') }}),

    integration_users as (select * from {{ ref('integration_users') }}),

    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    programs as (select owner_key, true as is_program from integration_users),

    named as (
        select owner_key, system
        from owners
        union
        select owner_key, system
        from assignments
        where owner_key is not null
        union
        select owner_key, system
        from people
        where owner_key is not null
    ),

    creators as (
        select
            created_by_key as owner_key,
            count(*) as created,
            count_if(owner_key is distinct from created_by_key) as handed_over
        from people
        where created_by_key is not null
        group by created_by_key
    ),

    active_owners as (
        select distinct owner_key
        from touches
        where actor_type = 'human' and is_completed and owner_key is not null
    ),

    -- Who calls and meets people is a person.
    callers as (
        select distinct owner_key
        from touches
        where is_attempt and kind in ('call', 'meeting') and is_completed and owner_key is not null
    ),

    members as (
        select owner_key, min(pool) as pool, bool_or(pool_kind = 'queue') as is_queue_member
        from pool_members
        where owner_key is not null
        group by owner_key
    ),

    id_vendors as (select distinct vendor from queue_id_prefixes),

    -- An export of users often lacks the queues: the prefix of the id identifies them.
    prefixed as (
        select distinct named.owner_key
        from named
        inner join systems on named.system = systems.system
        inner join
            queue_id_prefixes
            on systems.vendor = queue_id_prefixes.vendor
            and left(
                substring(named.owner_key, length(named.system || '/owner/') + 1),
                length(queue_id_prefixes.id_prefix)
            )
            = queue_id_prefixes.id_prefix
    ),

    described as (
        select
            named.owner_key,
            named.system,
            substring(named.owner_key, position('/owner/' in named.owner_key) + 7) as owner_id,
            coalesce(
                owners.kind, case when prefixed.owner_key is not null then 'queue' else 'user' end
            ) as kind,
            coalesce(owners.email, owners.full_name, named.owner_key) as label,
            owners.owner_key is not null as is_known,
            owners.is_active,
            owners.updated_at as owner_updated_at,
            -- An id without a row in an export is a user for certain only where the ids of
            -- queues have a prefix of their own.
            owners.owner_key is not null or id_vendors.vendor is not null as is_kind_known,
            members.pool,
            members.owner_key is not null as is_pool_member,
            -- null means no declared pool names it: it is a member of none.
            coalesce(members.is_queue_member, false) as is_queue_member,
            -- null means the stack does not name it.
            coalesce(programs.is_program, false) as is_declared_program,
            (
                creators.owner_key is not null
                and members.owner_key is null
                and active_owners.owner_key is null
                and coalesce(owners.kind, 'user') = 'user'
            ) as is_like_a_program,
            (
                creators.owner_key is not null
                and members.owner_key is null
                and callers.owner_key is null
                and coalesce(owners.kind, 'user') = 'user'
            ) as makes_records_only,
            -- null means it created no record.
            coalesce(creators.handed_over * 2 > creators.created, false) as hands_records_over
        from named
        left join owners on named.owner_key = owners.owner_key
        left join prefixed on named.owner_key = prefixed.owner_key
        left join members on named.owner_key = members.owner_key
        left join creators on named.owner_key = creators.owner_key
        left join active_owners on named.owner_key = active_owners.owner_key
        left join callers on named.owner_key = callers.owner_key
        left join programs on named.owner_key = programs.owner_key
        left join systems on named.system = systems.system
        left join id_vendors on systems.vendor = id_vendors.vendor
    ),

    final as (
        select
            owner_key,
            system,
            kind,
            label,
            is_known,
            is_kind_known,
            is_active,
            owner_updated_at,
            pool,
            is_pool_member,
            is_queue_member,
            is_declared_program or is_like_a_program as is_automation,
            -- A program is no owner: a record that it still owns is unassigned. A user who only
            -- looks like a program must have handed over most of what it created.
            is_declared_program or (is_like_a_program and hands_records_over) as is_program,
            -- Its tasks and mails may be those of a program.
            (
                is_declared_program or (makes_records_only and hands_records_over)
            ) as is_maybe_program,
            case
                when is_declared_program
                then null
                when not is_known
                then 'owner ' || owner_id || ' is in no export of owners'
            end as unknown_because,
            case
                when is_declared_program
                then null
                when not is_known
                then 'owner ' || owner_id || ' is in no export of owners'
                when kind = 'user' and is_active is null
                then 'no export says whether owner ' || owner_id || ' is active'
            end as activity_unknown_because
        from described
    )

select *
from final
