{# A text without case, accents, punctuation and spaces: what stays when only the format changed. #}
{% macro bare_letters(text) -%}
    translate({{ fold(text) }}, ' !"#$%&()*+,-./:;<=>?@[]^_`{|}~''', '')
{%- endmacro %}
