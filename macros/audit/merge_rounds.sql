{#
    CTEs that join clusters step by step, the strongest link first, and never two that clash.

    Each round, every cluster names the neighbour with the strongest link that it does not clash
    with; two clusters that name each other become one. A cluster that fits two clusters which clash
    with each other about equally well belongs to neither. A fixed number of rounds is enough: what
    is not joined by then stays apart, which accuses nobody.

    Needs the CTEs clusters_0 (node, label), torn_links (left_key, right_key, score) and clashes
    (left_key, right_key, both directions). Leaves clusters_<rounds> and doubtful_<rounds> (label).

    margin  expression: a score this much lower is about equal.
#}
{% macro merge_rounds(rounds, margin) -%}
    {%- for round in range(1, rounds + 1) -%}
        {%- set before = 'clusters_' ~ (round - 1) %}
        clashing_{{ round }} as (
            select distinct near.label, far.label as other_label
            from clashes
            inner join {{ before }} as near on clashes.left_key = near.node
            inner join {{ before }} as far on clashes.right_key = far.node
        ),

        edges_{{ round }} as (
            select neighbours.label, neighbours.other_label, max(neighbours.score) as score
            from
                (
                    select near.label, far.label as other_label, torn_links.score
                    from torn_links
                    inner join {{ before }} as near on torn_links.left_key = near.node
                    inner join {{ before }} as far on torn_links.right_key = far.node
                    union all
                    select far.label, near.label as other_label, torn_links.score
                    from torn_links
                    inner join {{ before }} as near on torn_links.left_key = near.node
                    inner join {{ before }} as far on torn_links.right_key = far.node
                ) as neighbours
            left join
                clashing_{{ round }} as clashing
                on neighbours.label = clashing.label
                and neighbours.other_label = clashing.other_label
            where neighbours.label <> neighbours.other_label and clashing.label is null
            group by neighbours.label, neighbours.other_label
        ),

        best_{{ round }} as (
            select label, other_label, score
            from edges_{{ round }}
            qualify row_number() over (partition by label order by score desc, other_label) = 1
        ),

        doubtful_{{ round }} as (
            select distinct best.label
            from best_{{ round }} as best
            inner join edges_{{ round }} as edges on best.label = edges.label
            inner join
                clashing_{{ round }} as clashing
                on best.other_label = clashing.label
                and edges.other_label = clashing.other_label
            where edges.score >= best.score - {{ margin }}
        ),

        chosen_{{ round }} as (
            select edges.label, edges.other_label
            from edges_{{ round }} as edges
            left join doubtful_{{ round }} as near on edges.label = near.label
            left join doubtful_{{ round }} as far on edges.other_label = far.label
            where near.label is null and far.label is null
            qualify
                row_number() over (
                    partition by edges.label order by edges.score desc, edges.other_label
                )
                = 1
        ),

        clusters_{{ round }} as (
            select
                {{ before }}.node,
                least({{ before }}.label, coalesce(mutual.label, {{ before }}.label)) as label
            from {{ before }}
            left join chosen_{{ round }} as chosen on {{ before }}.label = chosen.label
            left join
                chosen_{{ round }} as mutual
                on chosen.other_label = mutual.label
                and mutual.other_label = chosen.label
        )
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
