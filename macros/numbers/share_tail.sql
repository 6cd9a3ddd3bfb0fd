{#
    Fisher's exact test in one direction: the probability that at least `bad_now` of `all_now` new
    records are in violation, given how many of these and of the `all_before` accepted records are.
    The arguments are columns. The first `terms` terms are summed; a geometric series bounds the others
    from above, so the result is never too small.
#}
{% macro share_tail(bad_before, all_before, bad_now, all_now, terms=40) -%}
    {%- set bad = '(cast(' ~ bad_before ~ ' as double) + ' ~ bad_now ~ ')' -%}
    {%- set good = '(cast(' ~ all_before ~ ' as double) + ' ~ all_now ~ ' - ' ~ bad ~ ')' -%}
    {%- set ratios = [] -%}
    {%- for step in range(terms) -%}
        {%- set seen = '(' ~ bad_now ~ ' + ' ~ step ~ ')' -%}
        {%- do ratios.append(
            '(' ~ bad ~ ' - ' ~ seen ~ ') * greatest(' ~ all_now ~ ' - ' ~ seen ~ ', 0) / (('
            ~ seen ~ ' + 1) * (' ~ good ~ ' - ' ~ all_now ~ ' + ' ~ seen ~ ' + 1))'
        ) -%}
    {%- endfor -%}
    {%- set tail = namespace(sum='case when ' ~ ratios[-1] ~ ' < 1 then 1 / (1 - ' ~ ratios[-1]
        ~ ') else 1e300 end') -%}
    {%- for ratio in ratios | reverse -%}
        {%- set tail.sum = '(1 + ' ~ ratio ~ ' * ' ~ tail.sum ~ ')' -%}
    {%- endfor -%}
    case
        when
            {{ bad_now }} <= 0
            or {{ bad_now }} * {{ all_before }} <= {{ bad_before }} * {{ all_now }}
        then cast(1 as double)
        else
            least(
                1,
                exp(
                    {{ ln_factorial(bad) }}
                    + {{ ln_factorial(good) }}
                    + {{ ln_factorial(all_now) }}
                    + {{ ln_factorial(all_before) }}
                    - {{ ln_factorial(bad_now) }}
                    - {{ ln_factorial(bad_before) }}
                    - {{ ln_factorial(all_now ~ ' - ' ~ bad_now) }}
                    - {{ ln_factorial(all_before ~ ' - ' ~ bad_before) }}
                    - {{ ln_factorial(all_before ~ ' + ' ~ all_now) }}
                )
                * {{ tail.sum }}
            )
    end
{%- endmacro %}
