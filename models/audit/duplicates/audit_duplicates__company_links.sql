with
    people as (select * from {{ ref('people') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    companies as (select * from {{ ref('companies') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    links as (
        select person_key as record_key, system, object, company_key
        from people
        where
            company_key is not null
            -- null means no export says that it was deleted: it is there.
            and not coalesce(is_deleted, false)
            and merged_into_key is null
        union all
        select opportunity_key as record_key, system, object, company_key
        from opportunities
        where
            company_key is not null
            -- null means no export says that it was deleted: it is there.
            and not coalesce(is_deleted, false)
    ),

    -- Systems of which a company was exported: in others every link would dangle.
    exported as (select distinct system from companies),

    -- A link to a company that was merged away points to the last winner.
    final as (
        select
            links.record_key,
            links.system,
            links.object,
            links.company_key,
            coalesce(merges.final_key, links.company_key) as final_company_key,
            -- null means no export says that the company was deleted: it is there.
            links.company_key is not null
            and account_people.person_key is null
            and (
                companies.company_key is null or coalesce(companies.is_deleted, false)
            ) as is_dangling,
            case
                when exported.system is null then 'no company of this system is exported'
            end as not_judged_because
        from links
        left join merges on links.company_key = merges.loser_key and not merges.is_dead_end
        left join exported on links.system = exported.system
        left join companies on coalesce(merges.final_key, links.company_key) = companies.company_key
        -- The account of a person is a person.
        left join people as account_people on links.company_key = account_people.person_key
    )

select *
from final
