{#
    Sums the weights of the evidence that is true: boolean columns named like the rows of the seed
    duplicate_evidence. `weights` is the alias of a one-row CTE made by evidence_weights.
#}
{% macro evidence_weight(names, weights) -%}
    {%- for name in names %}
        {% if not loop.first %} + {% endif -%}
        case when {{ name }} then {{ weights }}.{{ name }}_weight else 0 end
    {%- endfor %}
{%- endmacro %}
