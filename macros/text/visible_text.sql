{#
    A text without what cannot be seen: zero-width characters are removed; tabs, line ends and
    hard, narrow and wide spaces become spaces.
#}
{% macro visible_text(text) -%}
    translate(
        {{ text }},
        '{{ "\u00a0\u2007\u2009\u202f\u3000\t\n\r\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad" }}',
        '        '
    )
{%- endmacro %}
