{%- set evidence = [
    'declared_link', 'same_domain', 'same_name', 'same_country', 'same_phone', 'same_city',
    'other_country', 'one_family',
] -%}
with
    companies as (select * from {{ ref('companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    value_aliases as (select * from {{ ref('value_aliases') }} where domain = 'country'),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    weights as ({{- evidence_weights('companies', evidence) }}),

    limits as (
        select
            {{ audit_limit('duplicate_score') }} as duplicate_score,
            {{ audit_limit('duplicate_block') }} as duplicate_block
    ),

    described as (
        select
            companies.company_key,
            companies.system,
            companies.object,
            companies.domain,
            nullif(companies.name_normalised, '') as name,
            coalesce(value_aliases.value, lower(trim(companies.country))) as country,
            companies.phone_normalised as phone,
            lower(trim(companies.city)) as city,
            companies.parent_company_key,
            companies.owner_key,
            companies.created_at,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(companies.is_deleted, false)
            and companies.merged_into_key is null
            and merges.loser_key is null as is_live
        from companies
        left join systems on companies.system = systems.system
        left join merges on companies.company_key = merges.loser_key
        left join value_aliases on lower(trim(companies.country)) = value_aliases.alias
    ),

    entries as (
        select 'domain' as block_kind, domain as block_key, company_key
        from described
        where domain is not null
        union all
        select 'name' as block_kind, name || '|' || country as block_key, company_key
        from described
        where name is not null and country is not null
    ),

    blocks as (
        select block_kind, block_key, min(company_key) as first_key, count(*) as entries
        from entries
        group by block_kind, block_key
        having count(*) > 1
    ),

    block_pairs as (
        select near.company_key as near_key, far.company_key as far_key, false as is_linked
        from blocks
        cross join limits
        inner join
            entries as near
            on blocks.block_kind = near.block_kind
            and blocks.block_key = near.block_key
        inner join
            entries as far on near.block_kind = far.block_kind and near.block_key = far.block_key
        where
            near.company_key < far.company_key
            and (blocks.entries <= limits.duplicate_block or near.company_key = blocks.first_key)
        union all
        select loser_key as near_key, final_key as far_key, true as is_linked
        from merges
        where final_key is not null
    ),

    candidates as (
        select
            least(near_key, far_key) as left_key,
            greatest(near_key, far_key) as right_key,
            bool_or(is_linked) as is_linked
        from block_pairs
        where near_key <> far_key
        group by least(near_key, far_key), greatest(near_key, far_key)
    ),

    compared as (
        select
            candidates.left_key,
            candidates.right_key,
            candidates.is_linked as declared_link,
            coalesce(near.domain = far.domain, false) as same_domain,
            coalesce(near.name = far.name, false) as same_name,
            coalesce(near.country = far.country, false) as same_country,
            coalesce(near.phone = far.phone, false) as same_phone,
            coalesce(near.city = far.city, false) as same_city,
            coalesce(near.country <> far.country, false) as other_country,
            -- A parent, its subsidiaries and their sisters can share a domain; they are
            -- different companies.
            not candidates.is_linked
            and coalesce(
                near.parent_company_key = far.company_key
                or far.parent_company_key = near.company_key
                or near.parent_company_key = far.parent_company_key,
                false
            ) as one_family
        from candidates
        inner join described as near on candidates.left_key = near.company_key
        inner join described as far on candidates.right_key = far.company_key
    ),

    weighed as (
        select
            compared.left_key,
            compared.right_key,
            {{- evidence_weight(evidence, 'weights') }} as weight,
            {{ evidence_words(evidence, 'weights') }} as evidence
        from compared
        cross join weights
    ),

    links as (
        select weighed.left_key, weighed.right_key, weighed.evidence
        from weighed
        cross join limits
        where weighed.weight >= limits.duplicate_score
    ),

    labels as ({{ components('links') }}),

    grouped as (
        select
            described.company_key,
            coalesce(labels.label, described.company_key) as company_id,
            described.system,
            described.object,
            described.owner_key,
            described.created_at,
            described.is_of_record,
            described.is_live,
            -- The blocks above: nothing else makes two companies comparable.
            described.domain is not null
            or (described.name is not null and described.country is not null) as is_comparable
        from described
        left join labels on described.company_key = labels.node
    ),

    ranked as (
        select
            grouped.*,
            count(*) over (partition by company_id) as records_of_company,
            first_value(company_key) over by_age as survivor_key
        from grouped
        window
            by_age as (
                partition by company_id, system, object
                order by case when is_live then 0 else 1 end, created_at asc nulls last, company_key
            )
    ),

    final as (
        select
            ranked.company_key,
            ranked.company_id,
            ranked.system,
            ranked.object,
            ranked.owner_key,
            ranked.is_of_record,
            ranked.is_live,
            ranked.records_of_company,
            case when ranked.is_live then ranked.survivor_key end as survivor_key,
            ranked.is_live and ranked.company_key <> ranked.survivor_key as is_duplicate,
            case
                when ranked.is_live and ranked.records_of_company = 1 and not ranked.is_comparable
                then 'no web domain, and no name with a country'
            end as identity_not_judged_because,
            case
                when ranked.is_live and ranked.company_key <> ranked.survivor_key
                then coalesce(links.evidence, 'through a third record')
            end as evidence
        from ranked
        left join
            links
            on links.left_key = least(ranked.company_key, ranked.survivor_key)
            and links.right_key = greatest(ranked.company_key, ranked.survivor_key)
    )

select *
from final
