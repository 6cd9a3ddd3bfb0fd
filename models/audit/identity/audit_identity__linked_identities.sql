-- A father and a son are two people, also if a third record without a suffix resembles both: a
-- chain
-- of evidence that joins two generations is cut.
with
    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    links as (
        select
            left_identity_key as left_key,
            right_identity_key as right_key,
            bool_or(is_linked) as is_declared
        from pairs
        where is_duplicate and left_identity_key <> right_identity_key
        group by left_identity_key, right_identity_key
    ),

    labels as ({{ components('links') }}),

    generations as (
        select identity_key, min(generation) as generation
        from records
        where generation is not null
        group by identity_key
    ),

    torn as (
        select labels.label
        from labels
        inner join generations on labels.node = generations.identity_key
        group by labels.label
        having min(generations.generation) <> max(generations.generation)
    ),

    torn_nodes as (select labels.node from labels inner join torn on labels.label = torn.label),

    torn_links as (
        select links.left_key, links.right_key, links.is_declared
        from links
        inner join torn_nodes on links.left_key = torn_nodes.node
    ),

    -- A declared id says whose record without a suffix it is.
    declared_links as (select left_key, right_key from torn_links where is_declared),

    declared_labels as ({{ components('declared_links') }}),

    groups as (
        select
            torn_nodes.node,
            coalesce(declared_labels.label, torn_nodes.node) as label,
            generations.generation
        from torn_nodes
        left join declared_labels on torn_nodes.node = declared_labels.node
        left join generations on torn_nodes.node = generations.identity_key
    ),

    group_generations as (
        select
            label,
            min(generation) as generation,
            min(generation) <> max(generation) as is_contradictory
        from groups
        group by label
    ),

    placed as (
        select
            groups.node,
            case
                when group_generations.is_contradictory
                then groups.generation
                else group_generations.generation
            end as generation
        from groups
        inner join group_generations on groups.label = group_generations.label
    ),

    kept_links as (
        select torn_links.left_key, torn_links.right_key
        from torn_links
        inner join placed as near on torn_links.left_key = near.node
        inner join placed as far on torn_links.right_key = far.node
        where near.generation is not distinct from far.generation
    ),

    kept_labels as ({{ components('kept_links') }}),

    final as (
        select labels.node as identity_key, labels.label as person_id, false as is_torn
        from labels
        left join torn on labels.label = torn.label
        where torn.label is null
        union all
        select
            placed.node as identity_key,
            coalesce(kept_labels.label, placed.node) as person_id,
            placed.generation is null as is_torn
        from placed
        left join kept_labels on placed.node = kept_labels.node
    )

select *
from final
