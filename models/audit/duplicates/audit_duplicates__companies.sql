{%- set evidence = [
    'confirmed', 'rejected', 'declared_link', 'same_domain', 'same_tax_id', 'clear_name',
    'same_name', 'same_country', 'same_phone', 'same_city', 'same_street', 'other_country',
    'other_tax_id', 'one_family',
] -%}
{%- set rounds = 3 -%}
with
    companies as (select * from {{ ref('companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

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
            {{ audit_limit('duplicate_block') }} as duplicate_block
    ),

    described as (
        select
            companies.company_key,
            companies.system,
            companies.object,
            companies.domain,
            case when placeholders.placeholder is null then companies.name_normalised end as name,
            companies.tax_id,
            {{ alphanumeric_key('companies.street') }} as street,
            coalesce(value_aliases.value, lower(trim(companies.country))) as country,
            companies.phone_normalised as phone,
            {{ normalise_text('companies.city') }} as city,
            companies.parent_company_key,
            companies.owner_key,
            companies.created_at,
            coalesce(systems.role, 'record') <> 'transport' as is_of_record,
            not coalesce(companies.is_deleted, false)
            and companies.merged_into_key is null
            and merges.loser_key is null as is_live
        from companies
        left join placeholders on lower(trim(companies.name)) = placeholders.placeholder
        left join systems on companies.system = systems.system
        left join merges on companies.company_key = merges.loser_key
        left join value_aliases on lower(trim(companies.country)) = value_aliases.alias
    ),

    entries as (
        select 'domain' as block_kind, domain as block_key, company_key
        from described
        where domain is not null
        union all
        select 'name' as block_kind, name as block_key, company_key
        from described
        where name is not null
        union all
        select 'tax id' as block_kind, tax_id as block_key, company_key
        from described
        where tax_id is not null
    ),

    -- A name is one company as long as the data does not contradict it: two domains, two tax ids,
    -- two cities or two countries are two companies of one name, or a group.
    clear_names as (
        select name
        from described
        where name is not null
        group by name
        having
            count(distinct domain) <= 1
            and count(distinct tax_id) <= 1
            and count(distinct city) <= 1
            and count(distinct country) <= 1
    ),

    decided as (
        select
            least(near.company_key, far.company_key) as left_key,
            greatest(near.company_key, far.company_key) as right_key,
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
        qualify
            row_number() over (
                partition by
                    least(near.company_key, far.company_key),
                    greatest(near.company_key, far.company_key)
                order by
                    duplicate_decisions.decided_on desc nulls last, duplicate_decisions.decision
            )
            = 1
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
        union all
        select left_key as near_key, right_key as far_key, false as is_linked
        from decided
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
            coalesce(decided.is_same, false) as confirmed,
            coalesce(not decided.is_same, false) as rejected,
            coalesce(near.domain = far.domain, false) as same_domain,
            coalesce(near.tax_id = far.tax_id, false) as same_tax_id,
            coalesce(near.name = far.name and clear_names.name is not null, false) as clear_name,
            coalesce(near.name = far.name, false) as same_name,
            coalesce(near.country = far.country, false) as same_country,
            coalesce(near.phone = far.phone, false) as same_phone,
            coalesce(near.city = far.city, false) as same_city,
            coalesce(near.city = far.city and near.street = far.street, false) as same_street,
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
        inner join described as near on candidates.left_key = near.company_key
        inner join described as far on candidates.right_key = far.company_key
        left join clear_names on near.name = clear_names.name
        left join
            decided
            on candidates.left_key = decided.left_key
            and candidates.right_key = decided.right_key
    ),

    weighed as (
        select
            compared.left_key,
            compared.right_key,
            not compared.confirmed
            and (compared.rejected or compared.other_tax_id or compared.one_family) as is_veto,
            {{- evidence_weight(evidence, 'weights') }} as weight,
            {{ evidence_words(evidence, 'weights') }} as evidence
        from compared
        cross join weights
    ),

    links as (
        select weighed.left_key, weighed.right_key, weighed.weight as score, weighed.evidence
        from weighed
        cross join limits
        where weighed.weight >= limits.duplicate_score
    ),

    labels as ({{ components('links') }}),

    -- A company that resembles two others which contradict each other joins the nearer one only.
    vetoes as (
        select weighed.left_key, weighed.right_key, near.label
        from weighed
        inner join labels as near on weighed.left_key = near.node
        inner join labels as far on weighed.right_key = far.node and near.label = far.label
        where weighed.is_veto
        union
        select near.company_key as left_key, far.company_key as right_key, near.label
        from
            (
                select labels.label, described.company_key, described.tax_id
                from labels
                inner join described on labels.node = described.company_key
                where described.tax_id is not null
            ) as near
        inner join
            (
                select labels.label, described.company_key, described.tax_id
                from labels
                inner join described on labels.node = described.company_key
                where described.tax_id is not null
            ) as far
            on near.label = far.label
            and near.tax_id <> far.tax_id
            and near.company_key < far.company_key
    ),

    clashes as (
        select left_key, right_key
        from vetoes
        union
        select right_key as left_key, left_key as right_key
        from vetoes
    ),

    clusters_0 as (
        select labels.node, labels.node as label
        from labels
        where labels.label in (select label from vetoes)
    ),

    torn_links as (
        select links.left_key, links.right_key, links.score
        from links
        inner join clusters_0 on links.left_key = clusters_0.node
    ),

    {{ merge_rounds(rounds, '0') }},

    placed as (
        select labels.node, coalesce(clusters_{{ rounds }}.label, labels.label) as label
        from labels
        left join clusters_{{ rounds }} on labels.node = clusters_{{ rounds }}.node
    ),

    grouped as (
        select
            described.company_key,
            coalesce(placed.label, described.company_key) as company_id,
            described.system,
            described.object,
            described.owner_key,
            described.created_at,
            described.is_of_record,
            described.is_live,
            -- The blocks above: nothing else makes two companies comparable.
            described.domain is not null
            or described.name is not null
            or described.tax_id is not null as is_comparable
        from described
        left join placed on described.company_key = placed.node
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
                then 'no web domain, no name and no tax id'
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
