-- Records that went on in another one: merged into it, or converted to it, over several steps.
with
    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    records as (
        select person_key as record_key, object, is_deleted, merged_into_key
        from people
        union all
        select company_key as record_key, object, is_deleted, merged_into_key
        from companies
    ),

    steps as (
        select loser_key as record_key, final_key as next_key, true as is_merge
        from merges
        where not is_dead_end
        union all
        select people.person_key as record_key, people.converted_person_key, false as is_merge
        from people
        left join merges on people.person_key = merges.loser_key
        where
            people.is_converted
            and people.converted_person_key is not null
            and people.converted_person_key <> people.person_key
            and merges.loser_key is null
    ),

    -- A record goes on in one record.
    links as (
        select record_key, min(next_key) as next_key, bool_or(is_merge) as is_merge
        from steps
        group by record_key
    ),

    ends as ({{ chain_ends('links', 'record_key', 'next_key') }}),

    final as (
        select
            links.record_key,
            ends.end_key as successor_key,
            records.object as successor_object,
            links.is_merge
        from links
        inner join ends on links.record_key = ends.start_key
        inner join records on ends.end_key = records.record_key
        where
            not ends.is_cycle
            -- null means no export says that it was deleted: it is there.
            and not coalesce(records.is_deleted, false)
            and records.merged_into_key is null
    )

select *
from final
