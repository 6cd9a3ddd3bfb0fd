with
    people as (select * from {{ ref('people') }}),

    names as (select * from {{ ref('audit_identity__names') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    free_mail_domains as (select * from {{ ref('free_mail_domains') }}),

    employers as (select * from {{ ref('audit_identity__employers') }}),

    decisions as (select * from {{ ref('audit_identity__decisions') }}),

    limits as (select {{ audit_limit('people_behind_address') }} as people_behind_address),

    -- Numbers in the order of the keys: to join and to group them costs a fraction.
    numbered as (
        select names.*, cast(row_number() over (order by person_key) as bigint) as record_number
        from names
    ),

    repeated_addresses as (
        select numbered.email_normalised
        from numbered
        cross join limits
        where numbered.email_normalised is not null
        group by numbered.email_normalised, limits.people_behind_address
        having count(*) >= limits.people_behind_address
    ),

    -- An address of many people is no sign of one, whatever its name.
    crowded as (
        select numbered.email_normalised
        from numbered
        cross join limits
        inner join
            repeated_addresses on numbered.email_normalised = repeated_addresses.email_normalised
        where not numbered.is_from_address
        group by numbered.email_normalised, limits.people_behind_address
        having
            count(distinct least(numbered.given_name, numbered.family_name))
            >= limits.people_behind_address
            and count(distinct greatest(numbered.given_name, numbered.family_name))
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

    addressed as (
        select
            numbered.person_key,
            numbered.record_number,
            case
                when fillers.placeholder is null then numbered.email_normalised
            end as email_normalised,
            numbered.given_name,
            numbered.family_name,
            numbered.middle_initial,
            numbered.other_family_name,
            numbered.generation,
            numbered.is_from_address,
            numbered.is_unnamed,
            numbered.is_shared_inbox,
            numbered.is_shared_inbox or crowded.email_normalised is not null as is_shared_address,
            fillers.placeholder is null
            and numbered.email_normalised is not null
            and separated.person_key is null
            -- Behind a shared address a record without a name can be anyone.
            and not (
                (numbered.is_shared_inbox or crowded.email_normalised is not null)
                and (numbered.given_name is null or numbered.family_name is null)
            ) as has_own_address
        from numbered
        left join placeholders as fillers on numbered.email_normalised = fillers.placeholder
        left join crowded on numbered.email_normalised = crowded.email_normalised
        left join separated on numbered.person_key = separated.person_key
    ),

    -- Records with the same address, name and generation are one identity.
    repeated as (
        select
            email_normalised,
            given_name,
            family_name,
            generation,
            min(record_number) as first_number,
            min(person_key) as first_key,
            bool_and(is_unnamed) as is_unnamed
        from addressed
        where has_own_address
        group by email_normalised, given_name, family_name, generation
        having count(*) > 1
    ),

    identified as (
        select
            addressed.*,
            coalesce(repeated.first_number, addressed.record_number) as identity_number,
            coalesce(repeated.first_key, addressed.person_key) as identity_key,
            coalesce(repeated.is_unnamed, addressed.is_unnamed) as is_unnamed_identity
        from addressed
        left join
            repeated
            on addressed.email_normalised = repeated.email_normalised
            and addressed.given_name is not distinct from repeated.given_name
            and addressed.family_name is not distinct from repeated.family_name
            and addressed.generation is not distinct from repeated.generation
            and addressed.has_own_address
    ),

    final as (
        select
            identified.record_number,
            identified.identity_number,
            people.person_key,
            identified.identity_key,
            people.system,
            people.object,
            identified.email_normalised,
            people.email_domain is not null and free_mail_domains.domain is null as is_work_address,
            coalesce(employers.domain, people.company_domain) as company_domain,
            identified.given_name,
            identified.family_name,
            identified.middle_initial,
            identified.other_family_name,
            identified.generation,
            identified.is_unnamed_identity as is_unnamed,
            people.owner_key,
            people.is_opted_out,
            people.created_at,
            identified.is_shared_inbox,
            identified.is_shared_address,
            people.object = 'customer' as is_payer,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
            and not coalesce(people.is_converted, false)
            and merges.loser_key is null as is_live
        from people
        inner join identified on people.person_key = identified.person_key
        left join employers on people.company_name = employers.company_name
        left join systems on people.system = systems.system
        left join merges on people.person_key = merges.loser_key
        left join free_mail_domains on people.email_domain = free_mail_domains.domain
    )

select *
from final
