{#
    Connected components: a query with the columns node and label, one row per node of `links`
    (a relation or CTE with the columns left_key and right_key); label is the smallest node that
    can be reached.

    Every round a node takes the smallest label of its neighbours, its label takes over too
    (hooking), and labels of labels are followed (pointer jumping): the number of rounds grows with
    the logarithm of the longest chain, so a merge chain of 20,000 records costs no more than many
    short ones.
#}
{% macro components(links) %} {{ return(adapter.dispatch('components')(links)) }}{% endmacro %}

{% macro default__components(links) %}
    with recursive
        both_ways as (
            select left_key as node, right_key as neighbour
            from {{ links }}
            union all
            select right_key as node, left_key as neighbour
            from {{ links }}
        ),

        component(node, label)
    using
        key(node) as (
            select node, least(node, min(neighbour)) as label
            from both_ways
            group by node
            union
            select node, min(label) as label
            from
                (
                    select component_a.node, component_b.label
                    from both_ways
                    inner join
                        recurring.component as component_a on both_ways.node = component_a.node
                    inner join
                        recurring.component as component_b on both_ways.neighbour = component_b.node
                    where component_b.label < component_a.label
                    union all
                    select component_a.label as node, component_b.label
                    from both_ways
                    inner join
                        recurring.component as component_a on both_ways.node = component_a.node
                    inner join
                        recurring.component as component_b on both_ways.neighbour = component_b.node
                    where component_b.label < component_a.label
                    union all
                    select component_a.node, component_b.label
                    from recurring.component as component_a
                    inner join
                        recurring.component as component_b on component_a.label = component_b.node
                    where component_b.label < component_a.label
                ) as lower_labels
            group by node
        )

    select node, label
    from component
{% endmacro %}

{% macro spark__components(links) %}
    {{ exceptions.raise_compiler_error('components: Spark needs one statement per round') }}
{% endmacro %}
