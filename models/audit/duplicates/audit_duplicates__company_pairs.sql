{%- set evidence = [
    'confirmed', 'rejected', 'declared_link', 'same_domain', 'same_tax_id', 'clear_name',
    'same_name', 'same_country', 'same_phone', 'same_city', 'same_street', 'other_country',
    'other_tax_id', 'one_family', 'similar_name', 'other_name', 'other_city', 'chain_domain',
] -%}
-- Companies that share a key, with the evidence for and against one company. A table of its own,
-- because the search for connected companies reads it in every round.
with
    companies as (select * from {{ ref('companies') }}),

    value_aliases as (select * from {{ ref('value_aliases') }} where domain = 'country'),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    duplicate_decisions as (
        select * from {{ ref('duplicate_decisions') }} where subject = 'companies'
    ),

    weights as ({{- evidence_weights('companies', evidence) }}),

    limits as (
        select
            {{ audit_limit('duplicate_score') }} as duplicate_score,
            {{ audit_limit('duplicate_block') }} as duplicate_block,
            {{ audit_limit('cities_of_chain') }} as cities_of_chain,
            cast({{ audit_limit('company_likeness_percent') }} as decimal(9, 4))
            / 100 as company_likeness
    ),

    -- Numbers in the order of the keys: to join and to group them costs a fraction.
    numbers as (
        select
            company_key, cast(row_number() over (order by company_key) as bigint) as company_number
        from companies
    ),

    read as (
        select
            numbers.company_number,
            companies.company_key,
            companies.domain,
            case when placeholders.placeholder is null then companies.name_normalised end as words,
            case
                when placeholders.placeholder is null
                then replace(companies.name_normalised, ' ', '')
            end as name,
            companies.tax_id,
            {{ alphanumeric_key('companies.street') }} as street,
            coalesce(value_aliases.value, lower(trim(companies.country))) as country,
            companies.phone_normalised as phone,
            {{ normalise_text('companies.city') }} as city,
            companies.parent_company_key
        from companies
        inner join numbers on companies.company_key = numbers.company_key
        left join placeholders on lower(trim(companies.name)) = placeholders.placeholder
        left join value_aliases on lower(trim(companies.country)) = value_aliases.alias
    ),

    -- A name is one company as long as the data does not contradict it: two domains, two tax ids,
    -- two cities or two countries are two companies of one name, or a group.
    clear_names as (
        select name
        from read
        where name is not null
        group by name
        having
            count(distinct domain) <= 1
            and count(distinct tax_id) <= 1
            and count(distinct city) <= 1
            and count(distinct country) <= 1
    ),

    -- The shops of a chain share its domain and often its name.
    chain_domains as (
        select read.domain
        from read
        cross join limits
        where read.domain is not null
        group by read.domain, limits.cities_of_chain
        having count(distinct read.city) >= limits.cities_of_chain
    ),

    described as (
        select
            read.*,
            clear_names.name is not null as has_clear_name,
            chain_domains.domain is not null as has_chain_domain
        from read
        left join clear_names on read.name = clear_names.name
        left join chain_domains on read.domain = chain_domains.domain
    ),

    entries as (
        select 'domain' as block_kind, domain as block_key, company_number
        from described
        where domain is not null
        union all
        select 'name' as block_kind, name as block_key, company_number
        from described
        where name is not null
        union all
        select 'tax id' as block_kind, tax_id as block_key, company_number
        from described
        where tax_id is not null
        union all
        select 'city and beginning' as block_kind, city || ' ' || substr(name, 1, 4), company_number
        from described
        where city is not null and name is not null
    ),

    decided as (
        select
            least(near_number.company_number, far_number.company_number) as left_number,
            greatest(near_number.company_number, far_number.company_number) as right_number,
            duplicate_decisions.decision = 'same' as is_same
        from duplicate_decisions
        inner join
            companies as near
            on duplicate_decisions.system = near.system
            and duplicate_decisions.record_id = near.record_id
        inner join
            companies as far
            on coalesce(duplicate_decisions.other_system, duplicate_decisions.system) = far.system
            and duplicate_decisions.other_record_id = far.record_id
        inner join numbers as near_number on near.company_key = near_number.company_key
        inner join numbers as far_number on far.company_key = far_number.company_key
        qualify
            row_number() over (
                partition by
                    least(near_number.company_number, far_number.company_number),
                    greatest(near_number.company_number, far_number.company_number)
                order by
                    duplicate_decisions.decided_on desc nulls last, duplicate_decisions.decision
            )
            = 1
    ),

    blocks as (
        select block_kind, block_key, min(company_number) as first_number, count(*) as entries
        from entries
        group by block_kind, block_key
        having count(*) > 1
    ),

    block_pairs as (
        select
            near.company_number as near_number, far.company_number as far_number, false as is_linked
        from blocks
        cross join limits
        inner join
            entries as near
            on blocks.block_kind = near.block_kind
            and blocks.block_key = near.block_key
        inner join
            entries as far on near.block_kind = far.block_kind and near.block_key = far.block_key
        where
            near.company_number < far.company_number
            and (
                blocks.entries <= limits.duplicate_block
                or near.company_number = blocks.first_number
            )
        union all
        select
            near.company_number as near_number, far.company_number as far_number, true as is_linked
        from merges
        inner join numbers as near on merges.loser_key = near.company_key
        inner join numbers as far on merges.final_key = far.company_key
        union all
        select left_number as near_number, right_number as far_number, false as is_linked
        from decided
    ),

    candidates as (
        select
            least(near_number, far_number) as left_number,
            greatest(near_number, far_number) as right_number,
            bool_or(is_linked) as is_linked
        from block_pairs
        where near_number <> far_number
        group by least(near_number, far_number), greatest(near_number, far_number)
    ),

    compared as (
        select
            candidates.left_number,
            candidates.right_number,
            candidates.is_linked as declared_link,
            coalesce(decided.is_same, false) as confirmed,
            coalesce(not decided.is_same, false) as rejected,
            coalesce(near.domain = far.domain, false) as same_domain,
            coalesce(near.tax_id = far.tax_id, false) as same_tax_id,
            coalesce(near.name = far.name and near.has_clear_name, false) as clear_name,
            coalesce(near.name = far.name, false) as same_name,
            coalesce(near.country = far.country, false) as same_country,
            coalesce(near.phone = far.phone, false) as same_phone,
            coalesce(near.city = far.city, false) as same_city,
            coalesce(near.city = far.city and near.street = far.street, false) as same_street,
            -- A name with one more word is often that of a subsidiary, and two domains are two
            -- firms of a trade.
            case
                when
                    near.name <> far.name
                    and (near.domain = far.domain or near.domain is null or far.domain is null)
                    and near.words not like far.words || ' %'
                    and far.words not like near.words || ' %'
                then jaro_winkler_similarity(near.name, far.name) >= limits.company_likeness
                else false
            end as similar_name,
            coalesce(near.name <> far.name, false) as is_other_name,
            coalesce(near.city <> far.city, false) as other_city,
            coalesce(
                near.domain = far.domain
                and near.has_chain_domain
                and near.city is distinct from far.city,
                false
            ) as chain_domain,
            coalesce(near.country <> far.country, false) as other_country,
            coalesce(near.tax_id <> far.tax_id, false) as other_tax_id,
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
        cross join limits
        inner join described as near on candidates.left_number = near.company_number
        inner join described as far on candidates.right_number = far.company_number
        left join
            decided
            on candidates.left_number = decided.left_number
            and candidates.right_number = decided.right_number
    ),

    shown as (select compared.*, is_other_name and not similar_name as other_name from compared),

    weighed as (
        select
            shown.*,
            not confirmed and (rejected or other_tax_id or one_family) as is_veto,
            {{- evidence_weight(evidence, 'weights') }} as weight,
            weights.*
        from shown
        cross join weights
    ),

    final as (
        select
            near.company_key as left_key,
            far.company_key as right_key,
            cast(weighed.weight as decimal(9, 1)) as score,
            weighed.weight >= limits.duplicate_score as is_duplicate,
            weighed.is_veto,
            {{ evidence_words(evidence, 'weighed') }} as evidence
        from weighed
        cross join limits
        inner join numbers as near on weighed.left_number = near.company_number
        inner join numbers as far on weighed.right_number = far.company_number
        where weighed.weight >= limits.duplicate_score or weighed.is_veto
    )

select *
from final
