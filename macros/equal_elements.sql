{#
    Those of `numbers` whose values agree, blanks included: the n-th number stands for the value of `left`
    at the n-th of `left_places` and that of `right` at the n-th of `right_places`.

    numbers, left_places, right_places  lists of integers of one length, places 1-based.
    left, right                         lists of texts.
#}
{% macro equal_elements(numbers, left, left_places, right, right_places) -%}
    {{ return(adapter.dispatch('equal_elements')(numbers, left, left_places, right, right_places)) }}
{%- endmacro %}

{% macro duckdb__equal_elements(numbers, left, left_places, right, right_places) -%}
    list_filter(
        {{ numbers }},
        lambda number, place:
            {{ left }}[{{ left_places }}[place]]
            is not distinct from {{ right }}[{{ right_places }}[place]]
    )
{%- endmacro %}

{% macro spark__equal_elements(numbers, left, left_places, right, right_places) -%}
    filter(
        {{ numbers }},
        (number, place) ->
            try_element_at({{ left }}, cast({{ left_places }}[place] as int))
            <=> try_element_at({{ right }}, cast({{ right_places }}[place] as int))
    )
{%- endmacro %}
