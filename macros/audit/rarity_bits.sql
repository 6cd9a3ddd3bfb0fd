{#
    How much an equal value tells, in bits: a value that `count` of `total` have halves the number of
    those who can be meant that many times. Rounded, so that sums are exact on every engine.
#}
{% macro rarity_bits(count, total) -%}
    cast(
        greatest(log2(cast({{ total }} as double) / cast({{ count }} as double)), 0) as decimal(
            9, 1
        )
    )
{%- endmacro %}
