{#
    A text without case, accents, punctuation and spaces: equal for two texts that differ only in
    format.
#}
{% macro alphanumeric_key(text) -%}
    translate({{ normalise_text(text) }}, ' !"#$%&()*+,-./:;<=>?@[]^_`{|}~''', '')
{%- endmacro %}
