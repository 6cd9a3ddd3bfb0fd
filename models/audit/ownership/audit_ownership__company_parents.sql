-- Every company above a company, up to ten levels: a circle ends there, and no company is above
-- itself.
{%- set levels = 10 %}
with
    companies as (select * from {{ ref('companies') }}),

    live as (
        select company_key, parent_company_key
        from companies
        -- null means no export says that it was deleted: it is there.
        where not coalesce(is_deleted, false) and merged_into_key is null
    ),

    level_1 as (
        select company_key, parent_company_key as above_key, 1 as level
        from live
        where parent_company_key <> company_key
    ),
    {% for level in range(2, levels + 1) %}
        level_{{ level }} as (
            select below.company_key, live.parent_company_key as above_key, {{ level }} as level
            from level_{{ level - 1 }} as below
            inner join live on below.above_key = live.company_key
            where live.parent_company_key <> below.company_key
        ),
    {% endfor %}
    found as (
        {%- for level in range(1, levels + 1) %}
            {{ 'union all' if not loop.first }}
            select company_key, above_key, level
            from level_{{ level }}
        {%- endfor %}
    ),

    final as (
        select company_key, above_key, min(level) as level
        from found
        group by company_key, above_key
    )

select *
from final
