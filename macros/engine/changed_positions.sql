{#
    The places at which two lists of texts differ, blanks included. Each text is found through a
    list of positions: place n compares the text of `left` at the n-th of `left_positions` with
    that of `right` at the n-th of `right_positions`. Positions are 1-based; a null position has
    no text. `in_any_case` is a list of booleans for the places that are listed whatever the
    texts are.
#}
{% macro changed_positions(left, left_positions, right, right_positions, in_any_case) -%}
    {{ return(adapter.dispatch('changed_positions')(
        left, left_positions, right, right_positions, in_any_case
    )) }}
{%- endmacro %}

{% macro duckdb__changed_positions(left, left_positions, right, right_positions, in_any_case) -%}
    list_filter(
        range(1, len({{ left_positions }}) + 1),
        lambda place:
        {{ left }} [{{ left_positions }} [place]]
        is distinct from {{ right }} [{{ right_positions }} [place]]
        or {{ in_any_case }} [place]
    )
{%- endmacro %}

{% macro spark__changed_positions(left, left_positions, right, right_positions, in_any_case) -%}
    filter(
        sequence(1, size({{ left_positions }})),
        place -> not (
            try_element_at({{ left }}, cast(element_at({{ left_positions }}, place) as int))
            <=> try_element_at({{ right }}, cast(element_at({{ right_positions }}, place) as int))
        )
        or element_at({{ in_any_case }}, place)
    )
{%- endmacro %}
