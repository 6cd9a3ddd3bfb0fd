with
    people as (select * from {{ ref('people') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    role_mailboxes as (select * from {{ ref('role_mailboxes') }}),

    generation_suffixes as (select * from {{ ref('generation_suffixes') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    described as (
        select
            people.person_key,
            people.system,
            people.object,
            people.email_normalised,
            -- A single word or a placeholder is no evidence of identity.
            case
                when
                    people.full_name like '% %'
                    and whole.placeholder is null
                    and family.placeholder is null
                then people.full_name
            end as name,
            cast(generation_suffixes.generation as bigint) as generation,
            people.phone_normalised as phone,
            people.company_domain,
            lower(trim(people.postal_code)) as postal_code,
            lower(trim(people.city)) as city,
            people.owner_key,
            people.is_opted_out,
            people.created_at,
            people.email_normalised is not null
            and role_mailboxes.mailbox is not null as is_shared_inbox,
            people.object = 'customer' as is_payer,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
            and not coalesce(people.is_converted, false)
            and merges.loser_key is null as is_live
        from people
        left join systems on people.system = systems.system
        left join merges on people.person_key = merges.loser_key
        left join
            role_mailboxes on split_part(people.email_normalised, '@', 1) = role_mailboxes.mailbox
        left join generation_suffixes on people.name_suffix = generation_suffixes.suffix
        left join placeholders as whole on people.full_name = whole.placeholder
        left join placeholders as family on lower(trim(people.last_name)) = family.placeholder
    ),

    -- Records with the same address, name and generation are one identity. Behind a shared
    -- address a record without a name can be anyone, so it gets its own identity.
    final as (
        select
            person_key,
            case
                when email_normalised is null or (is_shared_inbox and name is null)
                then person_key
                else min(person_key) over (partition by email_normalised, name, generation)
            end as identity_key,
            case
                when email_normalised is null or (is_shared_inbox and name is null)
                then person_key
                else
                    min(person_key) over (
                        partition by email_normalised, name, generation, system, object
                    )
            end as local_identity_key,
            system,
            object,
            email_normalised,
            name,
            split_part(name, ' ', 1) as first_word,
            regexp_extract(name, '([^ ]+)$', 1) as last_word,
            generation,
            phone,
            company_domain,
            postal_code,
            city,
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
