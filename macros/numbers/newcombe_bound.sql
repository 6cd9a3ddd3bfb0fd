{#
    A bound of the difference of two shares, with 95 % of confidence, from Wilson's intervals of
    both: Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998), method 10. The arguments are columns.

    hits, trials               of the first share.
    other_hits, other_trials   of the share that is subtracted.
    side                       low or high.
#}
{% macro newcombe_bound(hits, trials, other_hits, other_trials, side) -%}
    {%- set p = '(cast(' ~ hits ~ ' as double) / nullif(' ~ trials ~ ', 0))' -%}
    {%- set q = '(cast(' ~ other_hits ~ ' as double) / nullif(' ~ other_trials ~ ', 0))' -%}
    {%- set other_side = 'high' if side == 'low' else 'low' -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    (
        {{ p }} - {{ q }} {{ sign }} sqrt(
            power({{ p }} - {{ wilson_bound(hits, trials, side) }}, 2)
            + power({{ wilson_bound(other_hits, other_trials, other_side) }} - {{ q }}, 2)
        )
    )
{%- endmacro %}
