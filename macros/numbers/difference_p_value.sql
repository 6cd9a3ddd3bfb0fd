{#
    How probable it is that two shares differ at least so much by chance: twice the smaller tail of
    Fisher's exact test, at most 1. The arguments are columns.
#}
{% macro difference_p_value(hits, trials, other_hits, other_trials) -%}
    least(
        1,
        2 * least(
            {{ share_tail(other_hits, other_trials, hits, trials, 16) }},
            {{ share_tail(
                '(' ~ other_trials ~ ' - ' ~ other_hits ~ ')', other_trials,
                '(' ~ trials ~ ' - ' ~ hits ~ ')', trials, 16
            ) }}
        )
    )
{%- endmacro %}
