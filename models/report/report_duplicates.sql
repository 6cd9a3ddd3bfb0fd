-- Each duplicate beside the record to keep, with the evidence in words.
with
    duplicates as (select * from {{ ref('audit_duplicates__people') }} where is_duplicate),

    people as (select * from {{ ref('people') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    final as (
        select
            duplicates.person_key,
            duplicates.person_id,
            duplicates.survivor_key,
            duplicates.system,
            duplicates.object,
            nullif(
                trim(coalesce(people.first_name, '') || ' ' || coalesce(people.last_name, '')), ''
            ) as name,
            people.email,
            people.created_at,
            survivors.created_at as survivor_created_at,
            duplicates.records_of_person,
            duplicates.evidence,
            duplicates.is_owner_split,
            duplicates.is_opt_out_missed,
            replace(
                replace(systems.record_url, '{object}', people.object), '{id}', people.record_id
            ) as link,
            replace(
                replace(systems.record_url, '{object}', survivors.object),
                '{id}',
                survivors.record_id
            ) as survivor_link,
            cast(
                row_number() over (
                    order by
                        duplicates.is_opt_out_missed desc nulls last,
                        duplicates.is_owner_split desc nulls last,
                        duplicates.records_of_person desc,
                        duplicates.person_key
                ) as bigint
            ) as place
        from duplicates
        left join people on duplicates.person_key = people.person_key
        left join people as survivors on duplicates.survivor_key = survivors.person_key
        left join systems on duplicates.system = systems.system
    )

select *
from final
