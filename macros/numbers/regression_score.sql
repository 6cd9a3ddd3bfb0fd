{#
    How far a share got worse beyond what chance explains, in standard deviations; 0 where it did
    not get worse. Compare it with normal_quantile(error level).

    The signed root of the likelihood ratio of the two by two table, with half a violation moved
    back (Yates). Its tail follows Fisher's exact test closely, where a score test with the same
    correction is far off as soon as few violations meet very different scopes: the figures are in
    docs/decisions/0004-the-ratchet.md.
#}
{% macro regression_score(violations_before, scope_before, violations_now, scope_now) -%}
    {%- set bad_before = '(cast(' ~ violations_before ~ ' as double) + 0.5)' -%}
    {%- set bad_now = '(cast(' ~ violations_now ~ ' as double) - 0.5)' -%}
    {%- set all_before = 'cast(' ~ scope_before ~ ' as double)' -%}
    {%- set all_now = 'cast(' ~ scope_now ~ ' as double)' -%}
    {%- set bad = '(' ~ bad_before ~ ' + ' ~ bad_now ~ ')' -%}
    {%- set all = '(' ~ all_before ~ ' + ' ~ all_now ~ ')' -%}
    case
        when {{ bad_now }} * {{ all_before }} <= {{ bad_before }} * {{ all_now }}
        then 0
        else
            sqrt(
                2 * greatest(
                    0,
                    {%- for seen, margin, total in [
                (bad_now, bad, all_now),
                ('(' ~ all_now ~ ' - ' ~ bad_now ~ ')', '(' ~ all ~ ' - ' ~ bad ~ ')', all_now),
                (bad_before, bad, all_before),
                ('(' ~ all_before ~ ' - ' ~ bad_before ~ ')', '(' ~ all ~ ' - ' ~ bad ~ ')',
                    all_before),
            ] %}
                        {{ '+ ' if not loop.first }}{{ seen }}
                        * ln({{ seen }} * {{ all }} / ({{ margin }} * {{ total }}))
                    {%- endfor %}
                )
            )
    end
{%- endmacro %}
