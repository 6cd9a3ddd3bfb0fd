{%- set rounds = 3 -%}
with
    companies as (select * from {{ ref('companies') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    merges as (select * from {{ ref('audit_matching__merges') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    pairs as (select * from {{ ref('audit_duplicates__company_pairs') }}),

    -- Numbers in the order of the keys: to join and to group them costs a fraction.
    numbers as (
        select
            company_key, cast(row_number() over (order by company_key) as bigint) as company_number
        from companies
    ),

    numbered as (
        select
            near.company_number as left_key,
            far.company_number as right_key,
            pairs.score,
            pairs.evidence,
            pairs.is_duplicate,
            pairs.is_veto
        from pairs
        inner join numbers as near on pairs.left_key = near.company_key
        inner join numbers as far on pairs.right_key = far.company_key
    ),

    links as (select left_key, right_key, score, evidence from numbered where is_duplicate),

    described as (
        select
            numbers.company_number,
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
        inner join numbers on companies.company_key = numbers.company_key
        left join placeholders on lower(trim(companies.name)) = placeholders.placeholder
        left join systems on companies.system = systems.system
        left join merges on companies.company_key = merges.loser_key
    ),

    labels as ({{ components('links') }}),

    labelled as (
        select labels.label, described.company_number, described.tax_id, described.city
        from labels
        inner join described on labels.node = described.company_number
    ),

    -- A company that resembles two others which contradict each other joins the nearer one only.
    vetoes as (
        select numbered.left_key, numbered.right_key, near.label
        from numbered
        inner join labels as near on numbered.left_key = near.node
        inner join labels as far on numbered.right_key = far.node and near.label = far.label
        where numbered.is_veto
        union
        select near.company_number as left_key, far.company_number as right_key, near.label
        from labelled as near
        inner join
            labelled as far on near.label = far.label and near.company_number < far.company_number
        left join
            links on near.company_number = links.left_key and far.company_number = links.right_key
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
            described.company_number,
            coalesce(placed.label, described.company_number) as company_id_number,
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
        left join placed on described.company_number = placed.node
    ),

    -- Only companies with several records need a ranking.
    sizes as (
        select company_id_number, count(*) as records_of_company
        from grouped
        group by company_id_number
        having count(*) > 1
    ),

    ranked as (
        select
            grouped.company_number,
            sizes.records_of_company,
            first_value(grouped.company_number) over by_age as survivor_number,
            first_value(grouped.company_key) over by_age as survivor_key
        from grouped
        inner join sizes on grouped.company_id_number = sizes.company_id_number
        window
            by_age as (
                partition by grouped.company_id_number, grouped.system, grouped.object
                order by
                    case when grouped.is_live then 0 else 1 end,
                    grouped.created_at asc nulls last,
                    grouped.company_number
            )
    ),

    judged as (
        select
            grouped.*,
            numbers.company_key as company_id,
            coalesce(ranked.records_of_company, 1) as records_of_company,
            coalesce(ranked.survivor_number, grouped.company_number) as survivor_number,
            coalesce(ranked.survivor_key, grouped.company_key) as survivor_key
        from grouped
        inner join numbers on grouped.company_id_number = numbers.company_number
        left join ranked on grouped.company_number = ranked.company_number
    ),

    final as (
        select
            judged.company_key,
            judged.company_id,
            judged.system,
            judged.object,
            judged.owner_key,
            judged.is_of_record,
            judged.is_live,
            judged.records_of_company,
            case when judged.is_live then judged.survivor_key end as survivor_key,
            judged.is_live and judged.company_number <> judged.survivor_number as is_duplicate,
            case
                when judged.is_live and judged.records_of_company = 1 and not judged.is_comparable
                then 'no web domain, no tax id, and no place or phone beside a name'
            end as identity_not_judged_because,
            case
                when judged.is_live and judged.company_number <> judged.survivor_number
                then coalesce(links.evidence, 'through a third record')
            end as evidence
        from judged
        left join
            links
            on links.left_key = least(judged.company_number, judged.survivor_number)
            and links.right_key = greatest(judged.company_number, judged.survivor_number)
    )

select *
from final
