-- One employer can have several spellings and domains: a spelling means the domain that it is
-- mostly written beside.
with
    people as (select * from {{ ref('people') }}),

    legal_forms as (select * from {{ ref('legal_forms') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    spelled as (
        select company_name, company_domain, count(*) as records
        from people
        where company_name is not null
        group by company_name, company_domain
    ),

    spellings_0 as (
        select spelled.company_name, {{ company_words('spelled.company_name') }} as words_0
        from spelled
        left join placeholders on lower(trim(spelled.company_name)) = placeholders.placeholder
        where placeholders.placeholder is null
        group by spelled.company_name
    ),

    {{ without_legal_forms('spellings') }},

    named as (
        select company_name, nullif(words_3, '') as spelling from spellings_3 where words_3 <> ''
    ),

    beside as (
        select named.spelling, spelled.company_domain, sum(spelled.records) as records
        from spelled
        inner join named on spelled.company_name = named.company_name
        where spelled.company_domain is not null
        group by named.spelling, spelled.company_domain
    ),

    usual as (
        select
            spelling,
            company_domain,
            records * 2 > sum(records) over (partition by spelling) as is_usual
        from beside
    ),

    final as (
        select
            named.company_name,
            named.spelling,
            usual.company_domain as domain,
            coalesce(usual.company_domain, named.spelling) as employer
        from named
        left join usual on named.spelling = usual.spelling and usual.is_usual
    )

select *
from final
