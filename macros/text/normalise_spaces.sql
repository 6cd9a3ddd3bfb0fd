{#
    A date or number as text with plain spaces only: replaces commas, hard and narrow spaces (3:30
    PM contains a narrow one since Java 20), collapses and trims.
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
