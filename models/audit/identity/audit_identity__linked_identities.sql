-- A chain of evidence can join two records that contradict each other: a father and a son through a
-- record without a suffix, two colleagues through one without a name. Such a chain is cut where it
-- is weakest.
{%- set rounds = 6 %}
with
    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    records as (select * from {{ ref('audit_identity__records') }}),

    identities as {{ not_materialized() }} (select * from {{ ref('audit_identity__identities') }}),

    weights as (select * from {{ ref('duplicate_evidence') }} where subject = 'people'),

    same_names as ({{ same_given_names() }}),

    limits as (
        select
            cast({{ audit_limit('name_likeness_percent') }} as decimal(9, 4)) / 100 as name_likeness
    ),

    margins as (select max(weight) as doubt from weights where evidence = 'margin_doubt'),

    links as (
        select left_number as left_key, right_number as right_key, score, relation, is_decided
        from pairs
        where is_duplicate
    ),

    labels as ({{ components('links') }}),

    chains as (select label from labels group by label having count(*) > 2),

    chained as (
        select labels.label, identities.*
        from labels
        inner join chains on labels.label = chains.label
        inner join identities on labels.node = identities.identity_number
    ),

    compared as (
        select
            near.label,
            near.identity_number as left_key,
            far.identity_number as right_key,
            {{ name_relation('near', 'far', 'limits.name_likeness', 'same_names.name') }}
            as relation,
            coalesce(near.generation <> far.generation, false) as is_other_generation
        from chained as near
        cross join limits
        inner join
            chained as far on near.label = far.label and near.identity_number < far.identity_number
        left join
            same_names on near.given_name = same_names.name and far.given_name = same_names.other
        where
            not near.is_unnamed
            and not far.is_unnamed
            and (
                near.name_number is distinct from far.name_number
                or near.generation is distinct from far.generation
            )
    ),

    vetoes as (
        select labels.label, pairs.left_number as left_key, pairs.right_number as right_key
        from pairs
        inner join labels on pairs.left_number = labels.node
        inner join labels as far on pairs.right_number = far.node and labels.label = far.label
        where pairs.is_veto
    ),

    contradictions as (
        select compared.label, compared.left_key, compared.right_key
        from compared
        left join
            links on compared.left_key = links.left_key and compared.right_key = links.right_key
        where
            not coalesce(links.is_decided, false)
            and (
                compared.is_other_generation
                or (compared.relation in ('other_given', 'other_name') and links.left_key is null)
            )
        union
        select label, left_key, right_key
        from vetoes
    ),

    torn as (select distinct label from contradictions),

    clashes as (
        select left_key, right_key
        from contradictions
        union all
        select right_key as left_key, left_key as right_key
        from contradictions
    ),

    torn_nodes as (
        select labels.node, labels.label from labels inner join torn on labels.label = torn.label
    ),

    torn_links as (
        select links.left_key, links.right_key, links.score, links.relation
        from links
        inner join torn_nodes on links.left_key = torn_nodes.node
    ),

    vetoed_nodes as (
        select left_key as node
        from vetoes
        union
        select right_key as node
        from vetoes
    ),

    -- Records of one name that no father and son share are one to begin with.
    first_links as (
        select torn_links.left_key, torn_links.right_key
        from torn_links
        inner join identities as near on torn_links.left_key = near.identity_number
        left join vetoed_nodes as vetoed on torn_links.left_key = vetoed.node
        left join vetoed_nodes as far_vetoed on torn_links.right_key = far_vetoed.node
        where
            torn_links.relation = 'same'
            and not near.has_generations
            and vetoed.node is null
            and far_vetoed.node is null
    ),

    first_labels as ({{ components('first_links') }}),

    clusters_0 as (
        select torn_nodes.node, coalesce(first_labels.label, torn_nodes.node) as label
        from torn_nodes
        left join first_labels on torn_nodes.node = first_labels.node
    ),

    {{ merge_rounds(rounds, '(select doubt from margins)') }},

    placed as (
        select labels.node, labels.label, false as is_torn
        from labels
        left join torn on labels.label = torn.label
        where torn.label is null
        union all
        select
            clusters_{{ rounds }}.node,
            clusters_{{ rounds }}.label,
            doubtful.label is not null as is_torn
        from clusters_{{ rounds }}
        left join doubtful_{{ rounds }} as doubtful on clusters_{{ rounds }}.label = doubtful.label
    ),

    final as (
        select
            placed.node as identity_number,
            placed.label as person_number,
            records.person_key as person_id,
            placed.is_torn
        from placed
        inner join records on placed.label = records.record_number
    )

select *
from final
