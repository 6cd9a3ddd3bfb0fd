{#
    Simplifies a date that names its month: Tuesday, Sept. 5th, 2021 at 3:04 p.m. -> Sep 5th
    2021 3:04 pm.
#}
{% macro parse_named_month(text) -%}
    replace(
        replace(
            translate(
                {{ replace_pattern(normalise_spaces(text), '^[A-Z][a-z]{2,5}day |^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ') }},
                '.',
                ''
            ),
            ' at ',
            ' '
        ),
        'Sept ',
        'Sep '
    )
{%- endmacro %}
