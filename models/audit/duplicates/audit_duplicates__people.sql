with
    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    members as (select * from {{ ref('audit_identity__members') }}),

    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    sizes as (
        select person_number, count(*) as records_of_person from members group by person_number
    ),

    -- Most people have one record in a system; only the others need a ranking.
    repeats as (
        select person_number, system from members group by person_number, system having count(*) > 1
    ),

    repeated as (
        select
            members.record_number,
            members.identity_number,
            members.person_number,
            members.person_key,
            members.system,
            members.object,
            members.created_at,
            members.is_live,
            members.is_opted_out
        from members
        inner join
            repeats
            on members.person_number = repeats.person_number
            and members.system = repeats.system
    ),

    domains as (
        select
            repeated.record_number,
            repeated.person_number,
            repeated.system,
            records.company_domain,
            coalesce(records.email_normalised, repeated.person_key) as address
        from repeated
        inner join records on repeated.record_number = records.record_number
    ),

    movers as (
        select person_number
        from domains
        group by person_number
        having min(company_domain) <> max(company_domain)
    ),

    -- Records with two addresses at two employers belong to one person and to two employments: the
    -- record of the former employer is no duplicate, and its consent is for its own address.
    employed as (
        select
            domains.record_number,
            domains.person_number,
            domains.system,
            min(domains.company_domain) over (
                partition by domains.person_number, domains.address
            ) as domain
        from domains
        inner join movers on domains.person_number = movers.person_number
    ),

    employments as (
        select
            record_number,
            coalesce(domain, min(domain) over (partition by person_number, system)) as employer
        from employed
    ),

    placed_repeats as (
        select repeated.*, employments.employer
        from repeated
        left join employments on repeated.record_number = employments.record_number
    ),

    -- The oldest live record of an object in a system is the survivor.
    ranked as (
        select
            record_number,
            identity_number,
            person_number,
            system,
            employer,
            is_live,
            cast(
                count_if(is_live) over (
                    partition by person_number, system, object, employer
                ) as bigint
            ) as live_records_here,
            first_value(record_number) over (
                partition by person_number, system, object, employer
                order by
                    case when is_live then 0 else 1 end, created_at asc nulls last, record_number
            ) as survivor_number
        from placed_repeats
    ),

    employees as (
        select
            record_number,
            max(case when is_live and object = 'contact' then person_key end) over (
                partition by person_number, system, employer
            ) as contact_key,
            max(case when is_live and is_opted_out then person_key end) over (
                partition by person_number, system, employer
            ) as opted_out_key,
            bool_or(is_live and is_opted_out is null) over (
                partition by person_number, system, employer
            ) as has_unknown_opt_out,
            count_if(is_live) over (
                partition by person_number, system, employer
            ) as live_records_in_system
        from placed_repeats
    ),

    -- Why a record is the person of the survivor, in words.
    worded as (
        select
            ranked.record_number,
            survivor.person_key as survivor_key,
            survivor.owner_key as survivor_owner_key,
            case
                when ranked.identity_number = survivor.identity_number
                then
                    case
                        when survivor.given_name is null or survivor.family_name is null
                        then 'same e-mail address'
                        else 'same e-mail address; same name'
                    end
                when pairs.is_duplicate
                then pairs.evidence
                else 'through a third record'
            end as evidence,
            case
                when ranked.identity_number = survivor.identity_number
                then 'sure'
                when pairs.is_duplicate
                then pairs.band
                else 'likely'
            end as band
        from ranked
        inner join records as survivor on ranked.survivor_number = survivor.record_number
        left join
            pairs
            on pairs.left_number = least(ranked.identity_number, survivor.identity_number)
            and pairs.right_number = greatest(ranked.identity_number, survivor.identity_number)
        where ranked.is_live and ranked.record_number <> ranked.survivor_number
    ),

    placed as (
        select
            members.*,
            sizes.records_of_person,
            coalesce(
                ranked.live_records_here, case when members.is_live then 1 else 0 end
            ) as live_records_here,
            members.is_live
            and members.record_number
            <> coalesce(ranked.survivor_number, members.record_number) as is_duplicate,
            coalesce(worded.survivor_key, members.person_key) as survivor_key,
            case
                when worded.record_number is null
                then members.owner_key
                else worded.survivor_owner_key
            end as survivor_owner_key,
            worded.evidence,
            worded.band,
            employees.contact_key,
            employees.opted_out_key,
            employees.has_unknown_opt_out,
            coalesce(employees.live_records_in_system, 1) as live_records_in_system
        from members
        inner join sizes on members.person_number = sizes.person_number
        left join ranked on members.record_number = ranked.record_number
        left join worded on members.record_number = worded.record_number
        left join employees on members.record_number = employees.record_number
    ),

    final as (
        select
            placed.person_key,
            placed.person_id,
            placed.identity_key,
            placed.system,
            placed.object,
            placed.is_live,
            placed.is_of_record,
            placed.is_payer,
            placed.records_of_person,
            placed.live_records_here,
            case when placed.is_live then placed.survivor_key end as survivor_key,
            placed.is_live and not placed.is_duplicate as is_survivor,
            placed.is_duplicate,
            placed.evidence,
            placed.band,
            case
                when placed.object = 'lead' and placed.is_live then placed.contact_key
            end as contact_key,
            placed.is_live
            and placed.object = 'lead'
            and placed.contact_key is not null as is_already_contact,
            case
                when placed.is_live and placed.is_torn
                then 'it fits two people who contradict each other'
                when placed.is_live and placed.records_of_person = 1 and not placed.is_comparable
                then
                    'no e-mail address, no full name, and no half of a name with a phone, a company or a city'
            end as identity_not_judged_because,
            placed.owner_key,
            case when placed.is_live then placed.survivor_owner_key end as survivor_owner_key,
            placed.is_duplicate and placed.owner_key <> placed.survivor_owner_key as is_owner_split,
            -- leads_assigned finds leads without an owner.
            case
                when not placed.is_duplicate
                then null
                when placed.owner_key is null
                then 'the record has no owner'
                when placed.survivor_owner_key is null
                then 'the record to keep has no owner'
            end as owner_not_judged_because,
            placed.is_live and placed.is_shared_inbox as is_shared_inbox,
            placed.is_opted_out,
            placed.is_live
            and placed.is_opted_out = false
            and placed.opted_out_key is not null as is_opt_out_missed,
            -- An unknown opt-out decides the verdict, unless this record is opted out itself.
            case
                when not placed.is_live or placed.is_opted_out or placed.live_records_in_system = 1
                then null
                when placed.is_torn
                then 'it fits two people who contradict each other'
                when placed.is_opted_out is null
                then 'the opt-out of this record is unknown'
                when placed.opted_out_key is null and placed.has_unknown_opt_out
                then 'the opt-out of another record of this person is unknown'
            end as opt_out_not_judged_because,
            case
                when placed.is_live and not coalesce(placed.is_opted_out, false)
                then placed.opted_out_key
            end as opted_out_key
        from placed
    )

select *
from final
