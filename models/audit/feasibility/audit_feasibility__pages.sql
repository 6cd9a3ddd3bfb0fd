-- Files with exactly as many records as one page, or as one query reaches: the export may have
-- stopped there.
with
    files as (select * from {{ source('raw_handoff', 'files') }}),

    limits as (select * from {{ ref('audit_feasibility__limits') }}),

    least_page as (select {{ audit_limit('least_page_records') }} as records),

    sizes as (
        select system, page_size as records, 'page_size' as limit_name
        from limits
        where page_size is not null
        union
        select system, max_results as records, 'max_results' as limit_name
        from limits
        where max_results is not null
    ),

    sized_systems as (select distinct system from sizes),

    hits as (
        select sizes.system, sizes.records, max(sizes.limit_name) as limit_name
        from sizes
        cross join least_page
        where sizes.records >= least_page.records
        group by sizes.system, sizes.records
    ),

    loaded as (
        select
            {{ file_label('files') }} as path,
            min(system) as system,
            min(object) as object,
            max(records_in_file) as records
        from files
        where status in ('loaded', 'unchanged') and system is not null
        group by 1
    ),

    final as (
        select
            loaded.path as page_key,
            loaded.system,
            loaded.object,
            loaded.path,
            loaded.records,
            hits.limit_name,
            case when sized_systems.system is not null then hits.system is not null end as is_cut,
            case
                when sized_systems.system is null then 'no page size is known for ' || loaded.system
            end as not_judged_because
        from loaded
        left join sized_systems on loaded.system = sized_systems.system
        left join hits on loaded.system = hits.system and loaded.records = hits.records
    )

select *
from final
