{#
    A date or number as text with plain spaces only: commas, hard and narrow spaces become one
    (3:30 PM comes with a narrow one since Java 20), single, trimmed.
#}
{% macro normalise_spaces(text) -%}
    trim(
        replace(
            replace(translate({{ text }}, '{{ ",\u00a0\u202f\u2009\t" }}', '     '), '  ', ' '),
            '  ',
            ' '
        )
    )
{%- endmacro %}
