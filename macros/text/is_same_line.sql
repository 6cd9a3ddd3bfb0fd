{#
    Whether two phones, as forms of normalise_value, are one line with the same extension: one may
    be national, the other international. A leading zero that was dropped without a country code
    in its place is lost.
#}
{% macro is_same_line(a, b) -%}
    {%- set x = 'split_part(' ~ a ~ ", ' x', 1)" -%}
    {%- set y = 'split_part(' ~ b ~ ", ' x', 1)" -%}
    {%- set bare_x = replace_pattern(x, '^0+') -%}
    {%- set bare_y = replace_pattern(y, '^0+') -%}
    {{ matches_pattern(a, '^[0-9]+( x[0-9]+)?$') }}
    and {{ matches_pattern(b, '^[0-9]+( x[0-9]+)?$') }}
    and split_part({{ a }}, ' x', 2) = split_part({{ b }}, ' x', 2)
    and abs(length({{ x }}) - length({{ y }})) <= 3
    and (
        right({{ x }}, length({{ bare_y }})) = {{ bare_y }}
        or right({{ y }}, length({{ bare_x }})) = {{ bare_x }}
    )
    and {{ bare_x }} <> {{ y }}
{%- endmacro %}
