{#
    The value a standard normal variable exceeds with the given probability (above 0, up to 0.5).
    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23: off by less than 0.00045,
    which is added, so that the probability is never exceeded.
#}
{% macro normal_quantile(probability) -%}
    {%- set t = 'sqrt(-2 * ln(cast(' ~ probability ~ ' as double)))' -%}
    (
        {{ t }}
        - (2.515517 + 0.802853 * {{ t }} + 0.010328 * {{ t }} * {{ t }})
        / (
            1
            + 1.432788 * {{ t }}
            + 0.189269 * {{ t }} * {{ t }}
            + 0.001308 * {{ t }} * {{ t }} * {{ t }}
        )
        + 0.00045
    )
{%- endmacro %}
