{#
    Follows every chain of single links to its end: a query with the columns start_key, end_key,
    links (how many) and is_cycle, one row per row of `chain` (a relation or CTE; one row per
    start). The end is a key that has no link of its own; a chain that never ends is a circle, and
    its end_key is null.

    The steps double every round, so 20 rounds follow a million links; what remains is a cycle.
#}
{% macro chain_ends(chain, start_column, next_column, rounds=20) %}
    {{ return(adapter.dispatch('chain_ends')(chain, start_column, next_column, rounds)) }}
{% endmacro %}

{% macro default__chain_ends(chain, start_column, next_column, rounds) %}
    with recursive link(start_key, end_key, links, round)
    using
        key(start_key) as (
            select
                {{ start_column }} as start_key,
                {{ next_column }} as end_key,
                cast(1 as bigint) as links,
                0 as round
            from {{ chain }}
            union
            select
                first_link.start_key,
                next_link.end_key,
                first_link.links + next_link.links as links,
                first_link.round + 1 as round
            from recurring.link as first_link
            inner join recurring.link as next_link on first_link.end_key = next_link.start_key
            where first_link.round < {{ rounds }}
        )

    select
        link.start_key,
        case when following_links.{{ start_column }} is null then link.end_key end as end_key,
        case when following_links.{{ start_column }} is null then link.links end as links,
        following_links.{{ start_column }} is not null as is_cycle
    from link
    left join {{ chain }} as following_links on link.end_key = following_links.{{ start_column }}
{% endmacro %}

{% macro spark__chain_ends(chain, start_column, next_column, rounds) %}
    {{ exceptions.raise_compiler_error('chain_ends: Spark needs one statement per round') }}
{% endmacro %}
