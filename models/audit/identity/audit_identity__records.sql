with
    people as (select * from {{ ref('people') }}),

    names as (select * from {{ ref('audit_identity__names') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    employers as (select * from {{ ref('audit_identity__employers') }}),

    decisions as (select * from {{ ref('audit_identity__decisions') }}),

    limits as (select {{ audit_limit('people_behind_address') }} as people_behind_address),

    repeated_addresses as (
        select people.email_normalised
        from people
        cross join limits
        where people.email_normalised is not null
        group by people.email_normalised, limits.people_behind_address
        having count(*) >= limits.people_behind_address
    ),

    -- An address of many people is no sign of one, whatever its name.
    crowded as (
        select people.email_normalised
        from people
        cross join limits
        inner join
            repeated_addresses on people.email_normalised = repeated_addresses.email_normalised
        inner join names on people.person_key = names.person_key
        where not names.is_from_address
        group by people.email_normalised, limits.people_behind_address
        having
            count(distinct least(names.given_name, names.family_name))
            >= limits.people_behind_address
            and count(distinct greatest(names.given_name, names.family_name))
            >= limits.people_behind_address
    ),

    -- Records that a person kept apart are no longer one for their equal address and name.
    separated as (
        select left_key as person_key
        from decisions
        where not is_same
        union
        select right_key as person_key
        from decisions
        where not is_same
    ),

    described as (
        select
            people.person_key,
            separated.person_key as separated_key,
            people.system,
            people.object,
            case
                when fillers.placeholder is null then people.email_normalised
            end as email_normalised,
            coalesce(employers.domain, people.company_domain) as company_domain,
            names.given_name,
            names.family_name,
            names.middle_initial,
            names.other_family_name,
            names.generation,
            names.is_from_address,
            names.is_unnamed,
            people.owner_key,
            people.is_opted_out,
            people.created_at,
            case when free_mail_domains.domain is null then people.email_domain end as work_domain,
            people.email_normalised is not null
            and role_mailboxes.mailbox is not null as is_shared_inbox,
            people.email_normalised is not null
            and (
                role_mailboxes.mailbox is not null or crowded.email_normalised is not null
            ) as is_shared_address,
            people.object = 'customer' as is_payer,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
            and not coalesce(people.is_converted, false)
            and merges.loser_key is null as is_live
        from people
        left join names on people.person_key = names.person_key
        left join separated on people.person_key = separated.person_key
        left join employers on people.company_name = employers.company_name
        left join systems on people.system = systems.system
        left join merges on people.person_key = merges.loser_key
        left join crowded on people.email_normalised = crowded.email_normalised
        left join placeholders as fillers on people.email_normalised = fillers.placeholder
        left join free_mail_domains on people.email_domain = free_mail_domains.domain
        left join
            role_mailboxes on split_part(people.email_normalised, '@', 1) = role_mailboxes.mailbox
    ),

    repeated as (
        select
            email_normalised,
            given_name,
            family_name,
            generation,
            separated_key,
            min(person_key) as first_key,
            bool_and(is_unnamed) as is_unnamed
        from described
        where
            email_normalised is not null
            and not (is_shared_address and (given_name is null or family_name is null))
        group by email_normalised, given_name, family_name, generation, separated_key
        having count(*) > 1
    ),

    -- Records with the same address, name and generation are one identity. Behind a shared
    -- address a record without a name can be anyone, so it gets its own identity.
    final as (
        select
            described.person_key,
            coalesce(repeated.first_key, described.person_key) as identity_key,
            described.system,
            described.object,
            described.email_normalised,
            described.work_domain,
            described.company_domain,
            described.given_name,
            described.family_name,
            described.middle_initial,
            described.other_family_name,
            described.generation,
            described.is_from_address,
            coalesce(repeated.is_unnamed, described.is_unnamed) as is_unnamed,
            described.owner_key,
            described.is_opted_out,
            described.created_at,
            described.is_shared_inbox,
            described.is_shared_address,
            described.is_payer,
            described.is_of_record,
            described.is_live
        from described
        left join
            repeated
            on described.email_normalised = repeated.email_normalised
            and described.given_name is not distinct from repeated.given_name
            and described.family_name is not distinct from repeated.family_name
            and described.generation is not distinct from repeated.generation
            and described.separated_key is not distinct from repeated.separated_key
            and not (
                described.is_shared_address
                and (described.given_name is null or described.family_name is null)
            )
    )

select *
from final
