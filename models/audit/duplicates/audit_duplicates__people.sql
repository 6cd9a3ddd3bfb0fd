with
    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    members as {{ not_materialized() }} (select * from {{ ref('audit_identity__members') }}),

    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    sizes as (select person_id, count(*) as records_of_person from members group by person_id),

    -- Most people have one record in a system; only the others need a ranking.
    repeats as (
        select person_id, system from members group by person_id, system having count(*) > 1
    ),

    domains as (
        select
            members.person_key,
            members.person_id,
            members.system,
            records.company_domain,
            coalesce(records.email_normalised, members.person_key) as address
        from members
        inner join
            repeats on members.person_id = repeats.person_id and members.system = repeats.system
        left join records on members.person_key = records.person_key
    ),

    movers as (
        select person_id
        from domains
        group by person_id
        having min(company_domain) <> max(company_domain)
    ),

    -- Records with two addresses at two employers belong to one person and to two employments: the
    -- record of the former employer is no duplicate, and its consent is for its own address.
    employed as (
        select
            domains.person_key,
            domains.person_id,
            domains.system,
            min(domains.company_domain) over (
                partition by domains.person_id, domains.address
            ) as domain
        from domains
        inner join movers on domains.person_id = movers.person_id
    ),

    employments as (
        select
            person_key,
            coalesce(domain, min(domain) over (partition by person_id, system)) as employer
        from employed
    ),

    -- The oldest live record of an object in a system is the survivor.
    ranked as (
        select
            members.person_key,
            members.is_live,
            cast(
                count_if(members.is_live) over (
                    partition by
                        members.person_id, members.system, members.object, employments.employer
                ) as bigint
            ) as live_records_here,
            first_value(members.person_key) over (
                partition by members.person_id, members.system, members.object, employments.employer
                order by
                    case when members.is_live then 0 else 1 end,
                    members.created_at asc nulls last,
                    members.person_key
            ) as survivor_key,
            first_value(members.owner_key) over (
                partition by members.person_id, members.system, members.object, employments.employer
                order by
                    case when members.is_live then 0 else 1 end,
                    members.created_at asc nulls last,
                    members.person_key
            ) as survivor_owner_key,
            max(
                case when members.is_live and members.object = 'contact' then members.person_key end
            ) over (partition by members.person_id, members.system, employments.employer)
            as contact_key,
            max(
                case when members.is_live and members.is_opted_out then members.person_key end
            ) over (partition by members.person_id, members.system, employments.employer)
            as opted_out_key,
            bool_or(members.is_live and members.is_opted_out is null) over (
                partition by members.person_id, members.system, employments.employer
            ) as has_unknown_opt_out,
            count_if(members.is_live) over (
                partition by members.person_id, members.system, employments.employer
            ) as live_records_in_system
        from members
        inner join
            repeats on members.person_id = repeats.person_id and members.system = repeats.system
        left join employments on members.person_key = employments.person_key
    ),

    placed as (
        select
            members.*,
            sizes.records_of_person,
            coalesce(
                ranked.live_records_here, case when members.is_live then 1 else 0 end
            ) as live_records_here,
            coalesce(ranked.survivor_key, members.person_key) as survivor_key,
            case
                when ranked.person_key is null then members.owner_key else ranked.survivor_owner_key
            end as survivor_owner_key,
            ranked.contact_key,
            ranked.opted_out_key,
            ranked.has_unknown_opt_out,
            coalesce(ranked.live_records_in_system, 1) as live_records_in_system
        from members
        inner join sizes on members.person_id = sizes.person_id
        left join ranked on members.person_key = ranked.person_key
    ),

    -- Why a record is the person of the survivor, in words.
    worded as (
        select
            ranked.person_key,
            case
                when record.identity_key = survivor.identity_key
                then
                    case
                        when record.given_name is null or record.family_name is null
                        then 'same e-mail address'
                        else 'same e-mail address; same name'
                    end
                when pairs.is_duplicate
                then pairs.evidence
                else 'through a third record'
            end as evidence,
            case
                when record.identity_key = survivor.identity_key
                then 'sure'
                when pairs.is_duplicate
                then pairs.band
                else 'likely'
            end as band
        from ranked
        inner join records as record on ranked.person_key = record.person_key
        inner join records as survivor on ranked.survivor_key = survivor.person_key
        left join
            pairs
            on pairs.left_key = least(record.identity_key, survivor.identity_key)
            and pairs.right_key = greatest(record.identity_key, survivor.identity_key)
        where
            ranked.is_live
            and ranked.live_records_here > 1
            and ranked.person_key <> ranked.survivor_key
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
            placed.is_live and placed.person_key = placed.survivor_key as is_survivor,
            placed.is_live and placed.person_key <> placed.survivor_key as is_duplicate,
            case
                when placed.is_live and placed.person_key <> placed.survivor_key
                then worded.evidence
            end as evidence,
            case
                when placed.is_live and placed.person_key <> placed.survivor_key then worded.band
            end as band,
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
            placed.is_live
            and placed.person_key <> placed.survivor_key
            and placed.owner_key <> placed.survivor_owner_key as is_owner_split,
            -- leads_assigned finds leads without an owner.
            case
                when not placed.is_live or placed.person_key = placed.survivor_key
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
        left join worded on placed.person_key = worded.person_key
    )

select *
from final
