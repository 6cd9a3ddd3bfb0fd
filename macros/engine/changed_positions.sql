{#
    The places at which two lists of texts differ, blanks included. Each text is found through a
    list of positions: place n compares the text of `left` at the n-th of `left_positions` with
    that of `right` at the n-th of `right_positions`. Positions are 1-based; a null position has
    no text.
#}
{% macro changed_positions(left, left_positions, right, right_positions) -%}
    {{ return(adapter.dispatch('changed_positions')(left, left_positions, right, right_positions)) }}
{%- endmacro %}

{% macro duckdb__changed_positions(left, left_positions, right, right_positions) -%}
    list_filter(
        range(1, len({{ left_positions }}) + 1),
        lambda place:
        {{ left }} [{{ left_positions }} [place]]
        is distinct from {{ right }} [{{ right_positions }} [place]]
    )
{%- endmacro %}

{% macro spark__changed_positions(left, left_positions, right, right_positions) -%}
    filter(
        sequence(1, size({{ left_positions }})),
        place -> not (
            try_element_at({{ left }}, cast(element_at({{ left_positions }}, place) as int))
            <=> try_element_at({{ right }}, cast(element_at({{ right_positions }}, place) as int))
        )
    )
{%- endmacro %}
