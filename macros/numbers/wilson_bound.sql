{#
    A bound of Wilson's score interval of a share, with 95 % of confidence: Wilson, Probable inference,
    Journal of the American Statistical Association 22 (1927). Null without a trial.

    hits, trials   numbers: SQL expressions.     side   low or high.
#}
{% macro wilson_bound(hits, trials, side) -%}
    {%- set z = confidence_quantile() -%}
    {%- set n = 'nullif(cast(' ~ trials ~ ' as double), 0)' -%}
    {%- set p = '(cast(' ~ hits ~ ' as double) / ' ~ n ~ ')' -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    greatest(
        0,
        least(
            1,
            (
                {{ p }}
                + {{ z * z / 2 }}
                / {{ n }} {{ sign }} {{ z }}
                * sqrt(({{ p }} * (1 - {{ p }}) + {{ z * z / 4 }} / {{ n }}) / {{ n }})
            )
            / (1 + {{ z * z }} / {{ n }})
        )
    )
{%- endmacro %}

{# What a standard normal variable exceeds once in 40 times: 95 % of confidence on two sides. #}
{% macro confidence_quantile() -%} {{ return(1.959963984540054) }} {%- endmacro %}
