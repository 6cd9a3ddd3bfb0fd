{# A text without case, accents, punctuation and spaces: what stays when only the format changed. #}
{% macro alphanumeric_key(text) -%}
    translate({{ normalise_text(text) }}, ' !"#$%&()*+,-./:;<=>?@[]^_`{|}~''', '')
{%- endmacro %}
