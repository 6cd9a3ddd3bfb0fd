{#
    A bound of the area under the curve, with 95 % of confidence: Hanley and McNeil, The meaning and
    use of the area under a receiver operating characteristic curve, Radiology 143 (1982).

    auc, wins, losses   columns.     side   low or high.
#}
{% macro auc_bound(auc, wins, losses, side) -%}
    {%- set a = 'cast(' ~ auc ~ ' as double)' -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    greatest(
        0,
        least(
            1,
            {{ a }} {{ sign }} {{ confidence_quantile() }} * sqrt(
                (
                    {{ a }} * (1 - {{ a }})
                    + ({{ wins }} - 1) * ({{ a }} / (2 - {{ a }}) - {{ a }} * {{ a }})
                    + ({{ losses }} - 1)
                    * (2 * {{ a }} * {{ a }} / (1 + {{ a }}) - {{ a }} * {{ a }})
                )
                / nullif(cast({{ wins }} as double) * {{ losses }}, 0)
            )
        )
    )
{%- endmacro %}
