{%- set rounds = 3 -%}
with
    companies as (select * from {{ ref('companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    pairs as (select * from {{ ref('audit_duplicates__company_pairs') }}),

    links as (select left_key, right_key, score, evidence from pairs where is_duplicate),

    described as (
        select
            companies.company_key,
            companies.system,
            companies.object,
            companies.domain,
            case when placeholders.placeholder is null then companies.name_normalised end as name,
            companies.tax_id,
            {{ normalise_text('companies.city') }} as city,
            companies.country,
            companies.phone_normalised,
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
    ),

    labels as ({{ components('links') }}),

    labelled as (
        select labels.label, described.company_key, described.tax_id, described.city
        from labels
        inner join described on labels.node = described.company_key
    ),

    -- A company that resembles two others which contradict each other joins the nearer one only.
    vetoes as (
        select pairs.left_key, pairs.right_key, near.label
        from pairs
        inner join labels as near on pairs.left_key = near.node
        inner join labels as far on pairs.right_key = far.node and near.label = far.label
        where pairs.is_veto
        union
        select near.company_key as left_key, far.company_key as right_key, near.label
        from labelled as near
        inner join labelled as far on near.label = far.label and near.company_key < far.company_key
        left join links on near.company_key = links.left_key and far.company_key = links.right_key
        where near.tax_id <> far.tax_id or (near.city <> far.city and links.left_key is null)
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
            -- A name alone finds equal names. It cannot tell that a company is there only once.
            described.domain is not null
            or described.tax_id is not null
            or (
                described.name is not null
                and (
                    described.city is not null
                    or described.country is not null
                    or described.phone_normalised is not null
                )
            ) as is_comparable
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
                then 'no web domain, no tax id, and no place or phone beside a name'
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
