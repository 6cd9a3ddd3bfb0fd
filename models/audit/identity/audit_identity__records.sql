with
    people as (select * from {{ ref('people') }}),

    names as (select * from {{ ref('audit_identity__names') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    limits as (select {{ audit_limit('people_behind_address') }} as people_behind_address),

    -- An address of many people is no sign of one, whatever its name.
    crowded as (
        select people.email_normalised
        from people
        cross join limits
        inner join names on people.person_key = names.person_key
        where people.email_normalised is not null
        group by people.email_normalised, limits.people_behind_address
        having
            count(distinct names.given_name) >= limits.people_behind_address
            and count(distinct names.family_name) >= limits.people_behind_address
    ),

    described as (
        select
            people.person_key,
            people.system,
            people.object,
            case when fillers.placeholder is null then people.email_normalised end as email_normalised,
            names.given_name,
            names.family_name,
            names.middle_initial,
            names.other_family_name,
            names.generation,
            names.is_from_address,
            people.owner_key,
            people.is_opted_out,
            people.created_at,
            case when free_mail_domains.domain is null then people.email_domain end as work_domain,
            people.email_normalised is not null
            and (
                role_mailboxes.mailbox is not null or crowded.email_normalised is not null
            ) as is_shared_inbox,
            people.object = 'customer' as is_payer,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
            and not coalesce(people.is_converted, false)
            and merges.loser_key is null as is_live
        from people
        left join names on people.person_key = names.person_key
        left join systems on people.system = systems.system
        left join merges on people.person_key = merges.loser_key
        left join crowded on people.email_normalised = crowded.email_normalised
        left join placeholders as fillers on people.email_normalised = fillers.placeholder
        left join free_mail_domains on people.email_domain = free_mail_domains.domain
        left join
            role_mailboxes on split_part(people.email_normalised, '@', 1) = role_mailboxes.mailbox
    ),

    -- Records with the same address, name and generation are one identity. Behind a shared
    -- address a record without a name can be anyone, so it gets its own identity.
    final as (
        select
            person_key,
            case
                when
                    email_normalised is null
                    or (is_shared_inbox and (given_name is null or family_name is null))
                then person_key
                else
                    min(person_key) over (
                        partition by email_normalised, given_name, family_name, generation
                    )
            end as identity_key,
            system,
            object,
            email_normalised,
            work_domain,
            given_name,
            family_name,
            middle_initial,
            other_family_name,
            generation,
            is_from_address,
            owner_key,
            is_opted_out,
            created_at,
            is_shared_inbox,
            is_payer,
            is_of_record,
            is_live
        from described
    )

select *
from final
